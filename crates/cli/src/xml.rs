//! The little of XML that our own server's replies need.

/// The text between the first `<name>` and the `</name>` after it, not unescaped.
pub(crate) fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    elements(xml, name).next()
}

/// The same for every such element that does not lie in another of that name.
pub(crate) fn elements<'a>(xml: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(open.as_str())?;
        let (inner, behind) = after.split_once(close.as_str())?;
        rest = behind;
        Some(inner)
    })
}

/// The text of the first such element.
pub(crate) fn text(xml: &str, name: &str) -> Option<String> {
    element(xml, name).map(unescape)
}

/// Text as it was before it was written into XML.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = entity.split_once(';').unwrap_or((entity, ""));
        let code = |digits: &str, radix| {
            u32::from_str_radix(digits, radix)
                .ok()
                .and_then(char::from_u32)
        };
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            name => match name.strip_prefix("#x") {
                Some(digits) => code(digits, 16),
                None => name.strip_prefix('#').and_then(|digits| code(digits, 10)),
            },
        };
        out.extend(letter);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_in_order_and_texts_unescaped() {
        let xml = "<A><M><N>a &amp; b</N></M><M><N>&#x41;&#66;&lt;</N></M></A>";
        let names: Vec<_> = elements(xml, "M")
            .filter_map(|member| text(member, "N"))
            .collect();
        assert_eq!(names, ["a & b", "AB<"]);
        assert_eq!(text(xml, "Z"), None);
    }
}
