//! Every page is rendered with every sample, and held to what all pages promise.
//!
//! The samples are left in `target/samples`, for browsers to look at.

use super::samples::{self, Sample};

fn whole_pages() -> Vec<Sample> {
    samples::all().into_iter().filter(|sample| sample.html.contains("<html")).collect()
}

#[test]
fn every_sample_renders() {
    let all = samples::all();
    assert!(all.len() > 50);
    assert!(all.iter().all(|sample| !sample.html.trim().is_empty()));
    // This test runs as target/<profile>/deps/web-….
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("samples");
    std::fs::create_dir_all(&folder).unwrap();
    for sample in all {
        std::fs::write(folder.join(format!("{}.html", sample.name)), sample.html).unwrap();
    }
}

#[test]
fn every_page_says_that_the_system_is_not_for_secrets() {
    for page in whole_pages() {
        assert!(page.html.contains("本系统为非涉密系统，严禁处理涉密信息"), "{}", page.name);
        assert!(page.html.contains("<html lang=\"zh-CN\">"), "{}", page.name);
    }
}

/// The content security policy allows neither; a page that needed them would be broken.
#[test]
fn no_page_has_inline_styles_or_scripts() {
    for sample in samples::all() {
        for forbidden in [" style=", "<style", " onclick=", " onload=", " onchange=", "hx-on", "js:", "javascript:"] {
            assert!(!sample.html.contains(forbidden), "{}: {forbidden}", sample.name);
        }
        for script in sample.html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{}: inline script", sample.name);
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for sample in samples::all() {
        for form in sample.html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\""), "{}: {}", sample.name, &form[..form.len().min(120)]);
            }
        }
    }
}

#[test]
fn ids_are_unique_and_errors_point_to_fields_that_exist() {
    for page in whole_pages() {
        let ids: Vec<_> = page.html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut seen = std::collections::HashSet::new();
        for id in &ids {
            assert!(seen.insert(*id), "{}: the id {id} occurs twice", page.name);
        }
        for link in page.html.split("href=\"#").skip(1) {
            let to = link.split('"').next().unwrap();
            assert!(seen.contains(to), "{}: nothing is called {to}", page.name);
        }
    }
}

#[test]
fn typed_text_is_escaped() {
    let page = samples::all().into_iter().find(|sample| sample.name == "matter-longest").unwrap();
    assert!(!page.html.contains("<script>alert"));
    assert!(page.html.contains("𠮷野家"));
}
