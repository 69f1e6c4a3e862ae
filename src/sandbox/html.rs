//! The sandbox's pages: escaping, and the frame and style that they share. They need no script.

/// Text as HTML content or attribute value.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// A whole page. `main` is HTML, `title` is text.
pub fn page(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title} · Slotlink sandbox</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"banner\"><strong>Sandbox</strong> A local stand-in for Calendly. Nothing here is real.</header>\n\
         <main>\n{main}\n</main>\n</body>\n</html>\n",
        title = escape(title),
    )
}

/// A page that says one thing.
pub fn message(title: &str, text: &str) -> String {
    page(
        title,
        &format!("<h1>{}</h1>\n<p>{}</p>", escape(title), escape(text)),
    )
}

/// A hidden form field.
pub fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
        escape(name),
        escape(value)
    )
}

const STYLE: &str = "
:root{--paper:#f6f5f1;--card:#fff;--ink:#1b1d22;--soft:#5a5f6b;--line:#d8d6ce;--accent:#1f5fd0;--accent-ink:#fff;--warm:#fff4d6;--warm-ink:#5b4200}
@media(prefers-color-scheme:dark){:root{--paper:#14161a;--card:#1e2127;--ink:#eceae4;--soft:#a9adb8;--line:#3a3e47;--accent:#8ab4ff;--accent-ink:#0c1526;--warm:#3a3015;--warm-ink:#f4dc9a}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;background:var(--paper);color:var(--ink)}
body{margin:0;padding:0 1rem 3rem}
.banner{margin:0 -1rem;padding:.5rem 1rem;background:var(--warm);color:var(--warm-ink);font-size:.875rem;text-align:center}
.banner strong{margin-inline-end:.5em}
main{max-width:34rem;margin:1.5rem auto 0;padding:clamp(1rem,5vw,2rem);background:var(--card);border:1px solid var(--line);border-radius:1rem;overflow-wrap:anywhere}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:0 0 1rem}
.soft{color:var(--soft)}
fieldset{border:0;padding:0;margin:0 0 1.25rem;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:.5rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:44px;padding:.625rem .75rem;border:1px solid var(--line);border-radius:.625rem;margin-bottom:.5rem;cursor:pointer}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice input{width:1.25rem;height:1.25rem;margin:.125rem 0 0;flex:none;accent-color:var(--accent)}
.choice b{display:block;font-weight:600}
.choice small,code{color:var(--soft);font-size:.8125rem}
label.field{display:block;font-weight:600;margin-bottom:1rem}
label.field input,label.field textarea,select{display:block;width:100%;min-height:44px;margin-top:.25rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.5rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem}
button,.button{flex:1 1 8rem;min-height:44px;padding:.5rem 1.25rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:.625rem;border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink);cursor:pointer}
button.quiet{background:transparent;color:var(--accent)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ul.plain{list-style:none;padding:0;margin:0}
ul.times{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.5rem,1fr));gap:.5rem}
ul.times a{display:block;padding:.625rem .5rem;text-align:center;border:1px solid var(--line);border-radius:.5rem;text-decoration:none;font-variant-numeric:tabular-nums}
ul.kinds li{padding:.5rem 0;border-bottom:1px solid var(--line)}
.swatch{display:inline-block;width:.75em;height:.75em;border-radius:50%;margin-inline-end:.5em;border:1px solid var(--line)}
nav{display:flex;justify-content:space-between;gap:1rem;margin:1rem 0}
.error{border-inline-start:4px solid #c62828;padding-inline-start:.75rem}
@media(forced-colors:active){.choice:has(:checked){outline:2px solid Highlight}}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let page = message("<script>", "\"><img src=x onerror='x'>");
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(escape("a&b'\""), "a&amp;b&#39;&quot;");
    }
}
