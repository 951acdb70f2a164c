use super::tree::Tree;

/// Commands of the README's `console` blocks that nothing runs: each must be a line of a script
/// under `examples/`, which the tests run, or one of the commands that start everything.
pub(crate) fn unknown_commands(tree: &Tree) -> Vec<String> {
    let readme = tree.text("README.md").unwrap_or_default();
    let run: Vec<&str> = tree
        .paths()
        .filter(|path| path.starts_with("examples/"))
        .filter_map(|path| tree.text(path))
        .flat_map(str::lines)
        .map(str::trim)
        .collect();
    commands(readme)
        .into_iter()
        .filter(|(_, command)| !STARTING.contains(&command.as_str()))
        .filter(|(_, command)| !is_example(tree, command))
        .filter(|(_, command)| !run.contains(&command.lines().next().unwrap_or_default()))
        .map(|(line, command)| format!("README.md:{line}: nothing runs `{command}`"))
        .collect()
}

/// Whether the command is itself a script under `examples/`.
fn is_example(tree: &Tree, command: &str) -> bool {
    let program = command.split(' ').next().unwrap_or_default();
    program.starts_with("examples/") && tree.text(program).is_some()
}

/// The commands that CI itself is, or that do not end.
const STARTING: &[&str] = &[
    "cargo run --release -- serve",
    "cargo run --release -- serve --dev",
    "cargo xtask test",
    "cargo xtask ci",
    "cargo xtask ci --long",
];

/// The commands after `$ ` in `console` blocks, with their lines.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        match (inside, line.trim()) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => {
                if let Some(command) = line.strip_prefix("$ ") {
                    found.push((at + 1, command.trim().to_owned()));
                }
            }
            (false, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_no_example_runs_is_found() {
        let readme = "```console\n$ cargo xtask test\n$ aws iam list-users\nUsers: []\n$ made up\n$ examples/a.sh\n```\n$ outside\n";
        let tree = Tree::of(&[
            ("README.md", readme),
            ("examples/a.sh", "set -e\n  aws iam list-users\n"),
        ]);
        assert_eq!(
            unknown_commands(&tree),
            ["README.md:5: nothing runs `made up`"]
        );
    }
}
