//! The template engine: every template of `templates/`, embedded in the binary.
//!
//! A debug build reads the folder itself, and again whenever a file in it changed, so that a template can be edited
//! while the server runs. Templates are strict: an undefined variable is an error, never an empty text. Files ending in
//! `.html` are escaped; all others are plain text.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::assets;
use crate::links::Links;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates");

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../templates"]
struct Templates;

/// The context of one page, which knows its template.
pub trait Page: Serialize {
    /// The template's path below `templates/`: `pages/home/home.html`.
    const TEMPLATE: &'static str;

    /// The page in each of its states, with invented content, for the test that renders them all.
    fn samples() -> Vec<Sample<Self>>
    where
        Self: Sized;
}

/// A page in one state, with a name for it ("full", "code-sent").
#[derive(Debug, Clone)]
pub struct Sample<T> {
    /// What this state is called: lower case, words joined by `-`.
    pub name: &'static str,
    /// The context.
    pub page: T,
}

impl<T> Sample<T> {
    /// A page in the state called `name`.
    pub fn new(name: &'static str, page: T) -> Self {
        Self { name, page }
    }
}

/// The templates cannot be used: one of them does not parse, or names another that is not there.
#[derive(Debug, thiserror::Error)]
#[error("the templates cannot be used: {0}")]
pub struct EngineError(#[from] tera::Error);

/// A page or letter could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The templates were changed on disk, in a debug build, and no longer load.
    #[error(transparent)]
    Templates(#[from] EngineError),
    /// The template and its context do not fit together.
    #[error("the template {template} cannot be rendered: {source}")]
    Template {
        /// The template's path below `templates/`.
        template: String,
        /// What the engine says, with the line.
        source: Box<tera::Error>,
    },
}

/// Renders pages and letters. Cheap to share, safe to use from many threads.
pub struct Engine {
    loaded: RwLock<Loaded>,
}

struct Loaded {
    tera: Arc<Tera>,
    seen: Option<FolderState>,
}

impl Engine {
    /// Loads every template.
    pub fn new() -> Result<Self, EngineError> {
        let seen = folder_state();
        let loaded = Loaded {
            tera: Arc::new(load()?),
            seen,
        };
        Ok(Self {
            loaded: RwLock::new(loaded),
        })
    }

    /// The HTML of a page.
    pub fn page<P: Page>(&self, page: &P) -> Result<String, RenderError> {
        self.render(P::TEMPLATE, page)
    }

    /// The text that a template makes of a context; escaped as HTML when the template's name ends in `.html`.
    pub fn render(&self, template: &str, context: &impl Serialize) -> Result<String, RenderError> {
        let tera = self.current()?;
        Context::from_serialize(context)
            .and_then(|context| tera.render(template, &context))
            .map_err(|source| RenderError::Template {
                template: template.to_owned(),
                source: Box::new(source),
            })
    }

    /// The paths of all templates, sorted.
    pub fn template_names(&self) -> Vec<String> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = loaded
            .tera
            .get_template_names()
            .map(str::to_owned)
            .collect();
        names.sort_unstable();
        names
    }

    fn current(&self) -> Result<Arc<Tera>, EngineError> {
        let now = folder_state();
        {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            if loaded.seen == now {
                return Ok(Arc::clone(&loaded.tera));
            }
        }
        let tera = Arc::new(load()?);
        tracing::debug!("templates were loaded again");
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        *loaded = Loaded {
            tera: Arc::clone(&tera),
            seen: now,
        };
        Ok(tera)
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

fn load() -> Result<Tera, EngineError> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.register_function("asset", asset);
    let paths: BTreeMap<&str, String> = Links::fixed().into_iter().collect();
    tera.global_context().insert("paths", &paths);
    let files = Templates::iter().filter_map(|path| {
        let file = Templates::get(&path)?;
        Some((
            path.into_owned(),
            String::from_utf8_lossy(&file.data).into_owned(),
        ))
    });
    tera.add_raw_templates(files)?;
    Ok(tera)
}

/// `{{ asset(name="app.css") }}`: the fingerprinted address of an asset.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine calls functions with their arguments by value"
)]
fn asset(kwargs: Kwargs, _: &State<'_>) -> Result<String, tera::Error> {
    let name = kwargs.must_get::<&str>("name")?;
    assets::url(name)
        .ok_or_else(|| tera::Error::message(format!("there is no asset called {name}")))
}

/// When each file of the template folder last changed; compared, never shown.
type FolderState = BTreeMap<std::path::PathBuf, SystemTime>;

/// `None` in a release build, whose templates cannot change, and where the folder is not there to be read.
fn folder_state() -> Option<FolderState> {
    if !cfg!(debug_assertions) {
        return None;
    }
    let mut state = FolderState::new();
    read_folder(Path::new(FOLDER), &mut state).ok()?;
    Some(state)
}

fn read_folder(folder: &Path, state: &mut FolderState) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), state)?;
        } else {
            state.insert(entry.path(), entry.metadata()?.modified()?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Engine, RenderError};
    use serde::Serialize;

    #[derive(Serialize)]
    struct Nothing {}

    #[test]
    fn a_missing_variable_is_an_error_that_names_the_template() {
        let engine = Engine::new().expect("the templates load");
        let error = engine
            .render("base.html", &Nothing {})
            .expect_err("a page needs its layout");
        assert!(matches!(error, RenderError::Template { template, .. } if template == "base.html"));
    }
}
