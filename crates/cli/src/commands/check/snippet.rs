//! Findings as a terminal shows them: the lines of the document, what is wrong in them, and what to write instead.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use policy::{Finding, Severity};

use super::checking::Checked;

/// All findings of a document, and a last line that sums up.
pub(super) fn text(checked: &Checked) -> String {
    let mut text = String::new();
    for finding in &checked.findings {
        text += &rendered(checked, finding);
        text += "\n\n";
    }
    text += &summary(checked);
    text.push('\n');
    text
}

fn rendered(checked: &Checked, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::NOTE.with_name("suggestion"),
    };
    let snippet = Snippet::source(&checked.text).path(&checked.file);
    let primary = AnnotationKind::Primary.span(finding.place.start..finding.place.end);
    let context = finding.labels.iter().map(|label| {
        let place = label.place.start..label.place.end;
        AnnotationKind::Context
            .span(place)
            .label(shown(&label.text))
    });
    let mut first = level
        .primary_title(shown(&finding.message))
        .id(finding.code)
        .element(snippet.annotation(primary).annotations(context));
    if let Some(help) = &finding.help {
        first = first.element(Level::HELP.message(shown(help)));
    }
    let mut groups: Vec<Group> = vec![first];
    if let Some(fix) = &finding.fix {
        let patches = fix
            .edits
            .iter()
            .map(|edit| Patch::new(edit.start..edit.end, shown(&edit.replacement)));
        let snippet = Snippet::source(&checked.text)
            .path(&checked.file)
            .patches(patches);
        groups.push(
            Level::HELP
                .secondary_title(shown(&fix.message))
                .element(snippet),
        );
    }
    Renderer::styled().render(&groups)
}

fn summary(checked: &Checked) -> String {
    let Checked {
        file,
        kind,
        guessed,
        ..
    } = checked;
    let kind = match guessed {
        true => format!("{} policy (a guess; --kind tells)", kind.name()),
        false => format!("{} policy", kind.name()),
    };
    let verdict = match checked.count(Severity::Error) {
        0 => "AWS would accept it",
        _ => "AWS would refuse it",
    };
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Suggestion]
        .into_iter()
        .map(|severity| (severity, checked.count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {}{plural}", severity.name())
        })
        .collect();
    let counts = match counts.as_slice() {
        [] => "nothing to say".to_owned(),
        counts => counts.join(", "),
    };
    format!("{}: {kind}: {verdict}; {counts}", shown(file))
}

/// Text that cannot steer the terminal.
fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}
