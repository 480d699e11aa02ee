//! `GET /feeds/{token}.ics`: what its owner owes, for calendars on telephones and desktops. The address is the secret.

use app::FeedEntry;
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use domain::institution::Institution;
use jiff::Timestamp;

use super::ics::{self, Event};
use crate::{error::Error, gate::Anybody, respond::Answer, words};

pub async fn show(visitor: Anybody, Path(file): Path<String>, headers: HeaderMap) -> Answer {
    let secret = file.strip_suffix(".ics").ok_or_else(Error::not_found)?;
    let view = visitor.app().feed(secret).await?;
    let origin = &visitor.web.config().origin;
    let events: Vec<Event> = view.entries.iter().map(|entry| event(&view.institution, entry, origin)).collect();
    let name = format!("督办时限（{}）", view.institution.person_name(view.person));
    // The same while nothing changes, whenever it is asked for.
    let digest = crypto::sm3(ics::calendar(&name, &events, Timestamp::UNIX_EPOCH).as_bytes());
    let tag = digest[..16].iter().fold("W/\"".to_owned(), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    let mut answer = match is_known(&headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ics::calendar(&name, &events, view.now).into_response(),
    };
    let answer_headers = answer.headers_mut();
    answer_headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    answer_headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    answer_headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer_headers.insert(header::ETAG, tag);
    }
    Ok(answer)
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|known| known.to_str().ok());
    let opaque = tag.trim_start_matches("W/");
    known.flat_map(|list| list.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.trim_start_matches("W/") == opaque
    })
}

fn event(institution: &Institution, entry: &FeedEntry, origin: &str) -> Event {
    let owed = &entry.owed;
    let what = if owed.kind.is_leaders() {
        format!("待批（{}）", owed.kind.label())
    } else {
        owed.kind.label().to_owned()
    };
    let number = if owed.number.is_empty() { String::new() } else { format!("（{}）", owed.number) };
    let mut told = vec![
        format!("由{}办理", words::owner(institution, owed.owner)),
        format!("依据：{}", words::clause(owed.clause)),
    ];
    if owed.provisional {
        told.push("日期为暂定：放假安排尚未公布".to_owned());
    }
    told.push("本系统为非涉密系统，严禁处理涉密信息".to_owned());
    Event {
        uid: format!("{}-{}@duban", owed.matter, owed.duty),
        day: owed.due,
        summary: format!("{what}：{}{number}", owed.title),
        description: told.join("\n"),
        url: if origin.is_empty() { String::new() } else { format!("{origin}/matters/{}", owed.matter) },
        sequence: entry.version,
        changed_at: entry.changed_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_answer_is_not_sent_again() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            is_known(&headers, "W/\"ab\"")
        };
        assert!(asked("W/\"ab\"") && asked("\"ab\"") && asked("\"x\", W/\"ab\"") && asked("*"));
        assert!(!asked("W/\"a\"") && !asked("ab") && !is_known(&HeaderMap::new(), "W/\"ab\""));
    }
}
