//! Replies of Query services.

/// The text of the element at a dotted path below the document element; `member` and `entry` elements are counted from 1, and the
/// value of an `entry` is found by its key.
pub(super) fn find(body: &str, path: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body).unwrap();
    let mut node = document.root_element();
    for part in path.split('.') {
        let mut children = node.children().filter(roxmltree::Node::is_element);
        node = match part.parse::<usize>() {
            Ok(index) => children
                .filter(|child| child.has_tag_name_any("member") || child.has_tag_name_any("entry"))
                .nth(index - 1)?,
            Err(_) => children
                .find(|child| child.has_tag_name_any(part))
                .or_else(|| value_of_entry(node, part))?,
        };
    }
    Some(node.text().unwrap_or_default().to_owned())
}

fn value_of_entry<'a, 'input>(
    map: roxmltree::Node<'a, 'input>,
    key: &str,
) -> Option<roxmltree::Node<'a, 'input>> {
    let mut entries = map.children().filter(|child| {
        child
            .children()
            .any(|part| part.has_tag_name_any("key") && part.text() == Some(key))
    });
    let mut parts = entries.next()?.children();
    parts.find(|part| part.has_tag_name_any("value"))
}

/// The text of the first element of this name, wherever it stands.
pub(super) fn deep(body: &str, element: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body).unwrap();
    let node = document
        .descendants()
        .find(|node| node.has_tag_name_any(element))?;
    Some(node.text().unwrap_or_default().to_owned())
}

/// Element names whatever their namespace.
trait LocalName {
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl LocalName for roxmltree::Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}
