//! A form as a browser sees it: what stands in its fields, changed by a visitor, and sent.

use axum::{
    body::Body,
    http::{Method, header},
};

use crate::{
    page,
    support::{Answer, Visitor},
};

/// One form of a page, with what would be sent if nobody touched it.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The form of this page that is sent to this address.
    pub fn to(page: &Answer, action: &str) -> Form {
        Form { action: action.to_owned(), fields: page::form(&page.body, action) }
    }

    /// In the place of what stands there.
    pub fn set(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub async fn send(&self, visitor: &Visitor) -> Answer {
        let fields: Vec<(&str, &str)> =
            self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        visitor.post_raw(&self.action, &fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// As multipart, with files as (field, name, content).
    pub async fn send_with(&self, visitor: &Visitor, files: &[(&str, &str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in &self.fields {
            body.push_str(&format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        }
        for (name, file, content) in files {
            let head = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
            body.push_str(&format!("{head}\r\nContent-Type: text/plain\r\n\r\n{content}\r\n"));
        }
        body.push_str("--cut--\r\n");
        let request = visitor.request(Method::POST, &self.action).header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        visitor.send(request.body(Body::from(body)).expect("a request")).await
    }
}
