//! 标志: the institution's picture at the head of its forms and registers. It is tried on the seven blank forms before it is
//! recorded; papers that went out are kept as bytes and stay as they are.

use app::{Denied, Request, papers};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::{institution::InstitutionCommand, value::Picture};

use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    pages::{form::Problems, layout::Place, settings::LogoPage},
    respond::{self, Answer, done, see_other_saying},
};

const FIELD: &str = "logo";

/// `GET /settings/logo`
pub async fn show(visitor: SignedIn) -> Answer {
    respond::page(&page(&visitor, Problems::default()))
}

/// `POST /settings/logo`: a new picture, or none (`remove`).
pub async fn send(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&[FIELD, "remove"])?;
    let logo = match (form.ticked("remove"), form.contents.first()) {
        (true, _) => None,
        (false, Some((_, bytes))) => match tried(&visitor, bytes.clone()).await? {
            Ok(picture) => Some(picture),
            Err(fault) => return refused(&visitor, &fault),
        },
        (false, None) if form.problems.any() => return respond::refused_page(&page(&visitor, form.problems)),
        (false, None) => return refused(&visitor, "请选择 PNG 图片"),
    };
    let said =
        if logo.is_some() { "标志已保存，此后生成的表单都印上它。" } else { "标志已撤下。" };
    let request = Request::institution(form.command_id()?, InstitutionCommand::SetLogo { logo });
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying("/settings/logo", done(said.to_owned()))),
        Err(error) => match error.refusal() {
            Some(refusal) => refused(&visitor, &refusal.message),
            None => Err(error),
        },
    }
}

/// `GET /logo.png`
pub async fn picture(visitor: SignedIn) -> Answer {
    let logo = visitor.institution.logo.as_ref().ok_or_else(Error::not_found)?;
    let mut response: Response = logo.bytes().to_vec().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("image/png"));
    Ok(response)
}

/// The picture, once the seven blank forms were printed with it; else what is wrong with it.
async fn tried(visitor: &SignedIn, bytes: Vec<u8>) -> Result<Result<Picture, String>, Error> {
    let picture = match Picture::png(bytes) {
        Ok(picture) => picture,
        Err(invalid) => return Ok(Err(invalid.reason)),
    };
    let rules = visitor.institution.regulation_on(visitor.today).filter(|_| visitor.app().prints());
    for annex in 1..=7 {
        let Some(paper) = rules.and_then(|rules| papers::blank(rules, Some(&picture), annex)) else { continue };
        match visitor.app().print(paper).await {
            Ok(_) => {}
            // They can be printed without it.
            Err(Denied::Unprinted(_)) => return Ok(Err("这张图片打不开，请用看图软件另存为 PNG 后再选".to_owned())),
            Err(denied) => return Err(denied.into()),
        }
    }
    Ok(Ok(picture))
}

fn refused(visitor: &SignedIn, fault: &str) -> Answer {
    let mut problems = Problems::default();
    problems.add(FIELD, fault);
    respond::refused_page(&page(visitor, problems))
}

fn page(visitor: &SignedIn, problems: Problems) -> LogoPage {
    let rules = visitor.institution.regulation_on(visitor.today);
    let sample = rules.and_then(|rules| papers::blank(rules, None, 3));
    LogoPage {
        layout: visitor.layout("标志", Some(Place::Settings)),
        command_id: visitor.app().fresh_id().to_string(),
        problems,
        sheets: sample.map(|paper| paper.sheets).unwrap_or_default(),
    }
}
