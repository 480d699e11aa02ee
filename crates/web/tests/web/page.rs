//! Just enough of HTML to send a form as a browser would: what stands in its fields, chosen or typed.

/// The fields of the form that is sent to `action`, with what stands in them.
///
/// # Panics
/// Where there is no such form.
pub fn form(page: &str, action: &str) -> Vec<(String, String)> {
    let start = page.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form to {action} on\n{page}"));
    let inside = &page[start..];
    let mut rest = &inside[..inside.find("</form>").expect("the end of the form")];
    let mut fields = Vec::new();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let after = &rest[(tag.len() + 1).min(rest.len())..];
        match tag.split([' ', '\n']).next().unwrap_or_default() {
            "input" => fields.extend(input(tag)),
            "select" => fields.extend(chosen(tag, &after[..after.find("</select>").expect("its end")])),
            "textarea" => {
                let text = after[..after.find("</textarea>").expect("its end")].trim_start_matches('\n');
                fields.extend(attribute(tag, "name").map(|name| (name, unescaped(text))));
            }
            _ => {}
        }
    }
    fields
}

fn input(tag: &str) -> Option<(String, String)> {
    let name = attribute(tag, "name")?;
    match attribute(tag, "type").as_deref() {
        Some("checkbox" | "radio") if !tag.contains(" checked") => None,
        Some("file") => None,
        _ => Some((name, attribute(tag, "value").unwrap_or_default())),
    }
}

/// The option that is selected, else the first.
fn chosen(tag: &str, options: &str) -> Option<(String, String)> {
    let name = attribute(tag, "name")?;
    let tags: Vec<&str> =
        options.split("<option").skip(1).map(|part| part.split('>').next().unwrap_or_default()).collect();
    let option = tags.iter().find(|tag| tag.contains(" selected")).or(tags.first())?;
    Some((name, attribute(option, "value").unwrap_or_default()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[start..];
    Some(unescaped(&value[..value.find('"')?]))
}

pub fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}
