use std::collections::BTreeMap;
use std::path::Path;

/// Folders, and in work trees a file, that hold no sources of ours, wherever they stand.
const SKIPPED: &[&str] = &[
    ".git",
    "target",
    "corpus",
    "artifacts",
    "coverage",
    "portcullis-data",
    "__pycache__",
];
const SIZE_MAX: u64 = 4 << 20;

/// The text files of the tree by their path from the root, with `/` between folders.
#[derive(Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads every text file below `root` that is not a build product.
    pub(crate) fn load(root: &Path) -> Result<Tree, String> {
        let mut tree = Tree::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), String> {
        let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in std::fs::read_dir(folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(fault)?;
            let path = format!("{prefix}{name}");
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            }
            let readable = kind.is_file() && entry.metadata().is_ok_and(|it| it.len() < SIZE_MAX);
            if readable
                && let Ok(bytes) = std::fs::read(entry.path())
                && let Ok(text) = String::from_utf8(bytes)
            {
                self.files.insert(path, text);
            }
        }
        Ok(())
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Path and text of every file with this ending.
    pub(crate) fn ending(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The folder names below `crates/` that hold a manifest.
    pub(crate) fn crates(&self) -> impl Iterator<Item = &str> {
        self.paths().filter_map(|path| {
            let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!name.contains('/')).then_some(name)
        })
    }

    /// The parsed manifest at this path.
    pub(crate) fn manifest(&self, path: &str) -> Option<toml::Table> {
        toml::from_str(self.text(path)?).ok()
    }
}

#[cfg(test)]
impl Tree {
    /// A tree of these files, for trying a rule.
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        Tree { files }
    }
}
