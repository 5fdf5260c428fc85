//! x
use marketday_render::{Engine, pages};
fn main() {
    let engine = Engine::new().unwrap();
    for page in pages::samples(&engine).unwrap() {
        if !page.template.contains("/organise/") {
            continue;
        }
        let css = "file:///work/main/crates/render/assets/app.css";
        let mut html = String::new();
        let mut rest = page.html.as_str();
        while let Some(i) = rest.find("\"/assets/") {
            html.push_str(&rest[..i]);
            let end = i + 1 + rest[i + 1..].find('"').unwrap();
            let name = rest[i..end].rsplit('/').next().unwrap();
            html.push_str(&format!("\"file:///work/main/crates/render/assets/{name}"));
            rest = &rest[end..];
        }
        html.push_str(rest);
        let _ = css;
        let name = page
            .template
            .rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(".html");
        std::fs::write(format!("/tmp/org/{name}-{}.html", page.sample), html).unwrap();
    }
}
