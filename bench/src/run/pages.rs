//! Reads from a page what a person would choose or follow there. It knows our own templates only.

/// `name=value` of the option with this label, in whatever select it stands.
pub fn choice(page: &str, label: &str) -> Option<String> {
    page.split("<select").skip(1).find_map(|rest| {
        let (select, _) = rest.split_once("</select>")?;
        let (head, options) = select.split_once('>')?;
        options.split("<option").skip(1).find_map(|option| {
            let (tag, text) = option.split_once('>')?;
            let text = text.split('<').next()?.trim();
            (text == label).then_some(())?;
            Some(format!("{}={}", attribute(head, "name")?, attribute(tag, "value")?))
        })
    })
}

/// `name=value` of the first radio button of this name.
pub fn radio(page: &str, name: &str) -> Option<String> {
    page.split("<input").skip(1).find_map(|rest| {
        let (tag, _) = rest.split_once('>')?;
        let ours = attribute(tag, "type") == Some("radio") && attribute(tag, "name") == Some(name);
        ours.then(|| attribute(tag, "value").map(|value| format!("{name}={value}")))?
    })
}

/// The addresses of the matters linked, each once, in their order.
pub fn matters(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in page.split("href=\"/matters/").skip(1) {
        let id = rest.split('"').next().unwrap_or_default();
        let is_id = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        let path = format!("/matters/{id}");
        if is_id && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<select class="s" id="by-lead" name="lead"><option value="">全部</option><option value="u1" selected>教务处</option></select>
        <select name="stage"><option value="under_way">承办中</option></select>
        <input type="radio" name="category" value="c1"><input type="radio" name="category" value="c2">
        <a href="/matters/01234567-89ab-7000-8000-000000000001">一</a><a href="/matters/01234567-89ab-7000-8000-000000000001">同</a>
        <a href="/matters/new">新建</a><a href="/matters/01234567-89ab-7000-8000-000000000002">二</a>"#;

    #[test]
    fn choices_are_found_by_what_people_read() {
        assert_eq!(choice(PAGE, "教务处").as_deref(), Some("lead=u1"));
        assert_eq!(choice(PAGE, "承办中").as_deref(), Some("stage=under_way"));
        assert_eq!(choice(PAGE, "人事处"), None);
        assert_eq!(radio(PAGE, "category").as_deref(), Some("category=c1"));
        assert_eq!(radio(PAGE, "limit"), None);
    }

    #[test]
    fn matters_are_listed_once_and_other_pages_are_not() {
        assert_eq!(
            matters(PAGE),
            ["/matters/01234567-89ab-7000-8000-000000000001", "/matters/01234567-89ab-7000-8000-000000000002"]
        );
    }
}
