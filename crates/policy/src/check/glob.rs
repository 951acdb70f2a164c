//! Patterns compared with patterns: whether one covers another, and whether two have a match in common.

/// Longer patterns are not compared: the answer is then the one that leads to no finding.
const LENGTH_MAX: usize = 1024;

/// Whether everything that `narrow` matches is matched by `wide`. Sound, not complete: a pattern that is covered by no
/// single wildcard of the other may be told apart although it is covered.
pub(super) fn covers(wide: &str, narrow: &str) -> bool {
    if wide == narrow {
        return true;
    }
    let plain = !wide.contains(['*', '?']);
    if plain || wide.contains("${") || wide.len() > LENGTH_MAX || narrow.len() > LENGTH_MAX {
        return false;
    }
    let narrow = narrow.as_bytes();
    // Row by row over the wide pattern: which beginnings of the narrow one it has covered.
    let mut reached = vec![false; narrow.len() + 1];
    reached[0] = true;
    for &token in wide.as_bytes() {
        let mut next = vec![false; narrow.len() + 1];
        for at in 0..=narrow.len() {
            next[at] = match token {
                b'*' => reached[at] || (at > 0 && next[at - 1]),
                b'?' => {
                    at > 0 && reached[at - 1] && narrow[at - 1] != b'*' && narrow[at - 1].is_ascii()
                }
                token => at > 0 && reached[at - 1] && narrow[at - 1] == token,
            };
        }
        reached = next;
    }
    reached[narrow.len()]
}

/// Whether some text matches both, its case left aside.
pub(super) fn overlap(left: &str, right: &str) -> bool {
    if left.len() > LENGTH_MAX || right.len() > LENGTH_MAX {
        return true;
    }
    let wild = |text: &str| text.contains(['*', '?']);
    if !wild(left) && !wild(right) {
        return left.eq_ignore_ascii_case(right);
    }
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left == b"*" || right == b"*" {
        return true;
    }
    let mut last = vec![false; right.len() + 1];
    last[0] = true;
    for column in 1..=right.len() {
        last[column] = last[column - 1] && right[column - 1] == b'*';
    }
    for &token in left {
        let mut next = vec![false; right.len() + 1];
        next[0] = last[0] && token == b'*';
        for column in 1..=right.len() {
            let other = right[column - 1];
            next[column] = if token == b'*' || other == b'*' {
                last[column] || next[column - 1] || last[column - 1]
            } else {
                last[column - 1]
                    && (token.eq_ignore_ascii_case(&other) || token == b'?' || other == b'?')
            };
        }
        last = next;
    }
    last[right.len()]
}

/// Whether a pattern of actions covers another.
pub(super) fn action_covers(wide: &str, narrow: &str) -> bool {
    wide == "*"
        || (narrow != "*" && covers(&wide.to_ascii_lowercase(), &narrow.to_ascii_lowercase()))
}

/// Whether a pattern of resources covers another, part by part (M-10).
pub(super) fn resource_covers(wide: &str, narrow: &str) -> bool {
    if wide == "*" || wide == narrow {
        return true;
    }
    match (crate::arn::split(wide), crate::arn::split(narrow)) {
        (Some(wide), Some(narrow)) => wide
            .iter()
            .zip(narrow)
            .all(|(wide, narrow)| covers(wide, narrow)),
        _ => false,
    }
}

/// Whether a pattern of resources, its variables unknown, can match an ARN of a type of resources.
pub(super) fn resource_overlaps(pattern: &str, template: &str) -> bool {
    let open = without_variables(pattern);
    match (crate::arn::split(&open), crate::arn::split(template)) {
        // The service tells most of them apart.
        (Some(left), Some(right)) => [2, 1, 3, 4, 5]
            .into_iter()
            .all(|part| overlap(left[part], right[part])),
        _ => overlap(&open, template),
    }
}

/// The text with `*` for every variable.
pub(super) fn without_variables(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((_, after)) = behind.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push('*');
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_pattern_covers_narrow_ones() {
        for (wide, narrow) in [
            ("*", ""),
            ("*", "a*"),
            ("a*", "ab?*"),
            ("a*c", "abc"),
            ("?b", "ab"),
            ("a*", "a*"),
            ("**", "*"),
        ] {
            assert!(covers(wide, narrow), "{wide} {narrow}");
        }
        for (wide, narrow) in [
            ("", "*"),
            ("a?", "a*"),
            ("a*c", "ab*"),
            ("ab*", "a*"),
            ("${*}", "x"),
            ("?", "é"),
        ] {
            assert!(!covers(wide, narrow), "{wide} {narrow}");
        }
    }

    #[test]
    fn patterns_with_a_match_in_common_overlap() {
        for (left, right) in [
            ("*", ""),
            ("a*", "*b"),
            ("a?c", "*"),
            ("", ""),
            ("a*c*", "*bcd"),
            ("*/x", "role/*"),
        ] {
            assert!(
                overlap(left, right) && overlap(right, left),
                "{left} {right}"
            );
        }
        for (left, right) in [("a*", "b*"), ("", "?"), ("a*c", "*d"), ("ab", "a")] {
            assert!(
                !overlap(left, right) && !overlap(right, left),
                "{left} {right}"
            );
        }
    }

    #[test]
    fn wildcards_stay_in_their_part_of_an_arn() {
        assert!(resource_covers("arn:aws:s3:::*", "arn:aws:s3:::b/k"));
        assert!(!resource_covers("arn:*:role/x", "arn:aws:iam::1:role/x"));
        assert!(!resource_covers(
            "arn:aws:iam:*:role/*",
            "arn:aws:iam::1:role/x"
        ));
        assert!(resource_overlaps(
            "arn:aws:s3:::${aws:username}/*",
            "arn:*:s3:::*/*"
        ));
        assert!(!resource_overlaps("arn:aws:s3:::bucket", "arn:*:s3:::*/*"));
    }
}
