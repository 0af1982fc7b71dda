//! Which file of the project an import leads to. From an importing file and a specifier to a path, or to why there is none.
//! Reads `package.json`, `tsconfig.json`, the files that declare workspaces, and entries of folders; knows no syntax.

mod disk;
mod outputs;
mod packages;
mod root;
mod texts;
mod tsconfig;

#[cfg(test)]
mod tests;

#[cfg(test)]
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use oxc_resolver::{ResolveContext, ResolveError, ResolveOptions, ResolverGeneric, TsConfig, TsconfigDiscovery};
use portcullis_analyzer::project::Outside;

use disk::{Disk, Project};
pub use root::project_root;
pub use texts::ConfigProblem;
use texts::lock;

/// Conditions of `exports` that are taken where a package offers them, besides those that the project made up.
const CONDITIONS: [&str; 8] =
    ["source", "development", "import", "module", "node", "require", "module-sync", "default"];

/// What is tried behind a specifier.
const EXTENSIONS: &str = ".ts .tsx .mts .cts .js .jsx .mjs .cjs .json .d.ts .d.mts .d.cts";

/// Queries by which a bundler gives something else than the module.
const NO_MODULE: [&str; 10] =
    ["raw", "url", "inline", "worker", "sharedworker", "init", "react", "component", "base64", "no-inline"];

/// Folders of a package in which its modules are looked for when it does not say where they are.
const SOURCES: [&str; 4] = ["src", "", "lib", "source"];

/// Extensions of files without code that are imported all the same.
const ASSETS: &str = "css scss sass less styl pcss svg png jpg jpeg gif webp avif ico bmp json json5 jsonc vue svelte astro \
                      md mdx html htm txt wasm node graphql gql sql yaml yml toml csv xml pdf woff woff2 ttf otf eot mp3 mp4 \
                      webm wav ogg glsl vert frag wgsl hbs ejs pug proto prisma pem zip bin";

/// Finds the file of the project that an import leads to. Reads `package.json`, `tsconfig.json` and folder entries, never
/// `node_modules`; runs nothing.
#[derive(Debug)]
pub struct Resolver {
    project: Arc<Project>,
    /// From what is there to what a build would write, from what runs to what declares.
    stages: [ResolverGeneric<Disk>; 4],
    folders: Mutex<HashMap<PathBuf, Arc<OnceLock<Folder>>>>,
    lookups: AtomicUsize,
}

/// What the importing files of a folder share.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    configs: Vec<Arc<TsConfig>>,
    found: Mutex<HashMap<String, Result<PathBuf, Outside>>>,
}

impl Resolver {
    /// `root`: the project's root folder (absolute); without one there are no packages, and imports lead along folders alone.
    pub fn new(root: Option<&Path>) -> Self {
        let root = root.map(|root| root.canonicalize().unwrap_or_else(|_| root.to_path_buf()));
        let project = Arc::new(Project::new(root));
        let stage = |built| {
            let disk = Disk { project: Arc::clone(&project), built };
            let runs = ResolverGeneric::new_with_file_system(disk, options(&project, false));
            let declares = runs.clone_with_options(options(&project, true));
            [runs, declares]
        };
        let ([runs, declares], [built, declared]) = (stage(false), stage(true));
        let stages = [runs, declares, built, declared];
        Resolver { project, stages, folders: Mutex::default(), lookups: AtomicUsize::new(0) }
    }

    /// The file that a specifier in the importing file leads to, by its canonical path. `importer` is absolute.
    pub fn resolve(&self, importer: &Path, specifier: &str) -> Result<PathBuf, Outside> {
        let folder = importer.parent().unwrap_or(importer);
        let cell = Arc::clone(lock(&self.folders).entry(folder.to_path_buf()).or_default());
        let folder = cell.get_or_init(|| self.folder(folder));
        if let Some(known) = lock(&folder.found).get(specifier) {
            return known.clone();
        }
        let found = self.look(folder, specifier);
        lock(&folder.found).insert(specifier.to_owned(), found.clone());
        found
    }

    /// What could not be read on the way, each once, sorted.
    pub fn problems(&self) -> Vec<ConfigProblem> {
        self.project.texts.problems()
    }

    /// How often each configuration was read from the disk.
    #[cfg(test)]
    pub fn reads(&self) -> BTreeMap<PathBuf, usize> {
        self.project.texts.reads()
    }

    /// For how many folders a configuration was looked up.
    #[cfg(test)]
    pub fn lookups(&self) -> usize {
        self.lookups.load(Ordering::Relaxed)
    }

    fn folder(&self, path: &Path) -> Folder {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let [plain, ..] = &self.stages;
        let configs = tsconfig::of_folder(&path, &self.project, plain);
        Folder { path, configs, found: Mutex::default() }
    }

    fn look(&self, folder: &Folder, specifier: &str) -> Result<PathBuf, Outside> {
        if let Some(outside) = by_protocol(specifier) {
            return Err(outside);
        }
        let specifier = specifier.split('?').next().unwrap_or_default();
        let [plain, more @ ..] = &self.stages;
        let first = match through(plain, folder, specifier) {
            Err(ResolveError::Builtin { .. }) => return Err(Outside::Builtin),
            Ok(_) if self.foreign(folder, specifier) => Err(self.outside(folder, specifier)),
            Ok(path) => self.code(folder, path),
            Err(_) => Err(self.outside(folder, specifier)),
        };
        if !matches!(first, Err(Outside::Missing | Outside::NoCode)) || is_asset(specifier) {
            return first;
        }
        let mut outside = first;
        for stage in more {
            match through(stage, folder, specifier).map(|path| self.code(folder, path)) {
                Ok(Ok(path)) => return Ok(path),
                Ok(other) => outside = other,
                Err(_) => {}
            }
        }
        self.in_package(folder, specifier).map_or(outside, Ok)
    }

    /// Whether the specifier's package is another one than the one of that name in the project.
    fn foreign(&self, folder: &Folder, specifier: &str) -> bool {
        let aliased = || folder.configs.iter().any(|config| aliases(config, specifier));
        split_package(specifier).is_some_and(|(name, _)| self.project.packages.foreign(&folder.path, name))
            && !aliased()
    }

    /// The code that stands in a file, or from which it is made.
    fn code(&self, folder: &Folder, path: PathBuf) -> Result<PathBuf, Outside> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let extension = name.rsplit('.').next().unwrap_or_default();
        let declares = [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end));
        if !outputs::CODE.contains(&extension) {
            return Err(Outside::NoCode);
        }
        let written = self.project.output(&path).is_some_and(|output| !folder.path.starts_with(output));
        if written
            && (declares || extension.contains("js"))
            && let Some(source) = self.project.source(&path)
            && (declares || source.extension().is_some_and(|extension| extension.to_string_lossy().contains("ts")))
        {
            return Ok(canonical(source));
        }
        if declares {
            return outputs::declared(&path).map(canonical).ok_or(Outside::NoCode);
        }
        Ok(path)
    }

    /// A module of one of the project's packages that the package does not offer in so many words.
    fn in_package(&self, folder: &Folder, specifier: &str) -> Option<PathBuf> {
        let (name, below) = split_package(specifier)?;
        let package = self.project.packages.seen(&folder.path, name)?;
        let own = name.rsplit('/').next().unwrap_or(name);
        let entries = ["index", "main", "mod", "public-api", "public_api", own];
        let asked: &[&str] = if below.is_empty() { &entries } else { &[below] };
        let [plain, ..] = &self.stages;
        let modules = asked.iter().flat_map(|module| SOURCES.iter().map(move |source| (source, format!("./{module}"))));
        let found = modules.filter_map(|(source, module)| plain.resolve(package.join(source), &module).ok());
        let mut found = found.filter_map(|found| self.code(folder, found.path().to_path_buf()).ok());
        found.next().or_else(|| {
            let written = if below.ends_with("js") { below.to_owned() } else { format!("{below}.js") };
            self.project.source(&packages::flatten(&package.join(written))).map(canonical)
        })
    }

    /// Why a specifier that leads to no file does so.
    fn outside(&self, folder: &Folder, specifier: &str) -> Outside {
        let asset = is_asset(specifier);
        let missing = if asset { Outside::NoCode } else { Outside::Missing };
        if specifier.starts_with(['.', '/', '#']) {
            return missing;
        }
        let Some((name, below)) = split_package(specifier) else { return missing };
        let packages = &self.project.packages;
        if packages.seen(&folder.path, name).is_some() && !packages.foreign(&folder.path, name) {
            return missing;
        }
        let wanted = packages.wants(name);
        if !wanted && folder.configs.iter().any(|config| aliases(config, specifier)) {
            return missing;
        }
        if asset && !below.is_empty() { Outside::NoCode } else { Outside::Package(name.to_owned()) }
    }
}

/// How modules are looked for; `declares`: also by what only declares types.
fn options(project: &Project, declares: bool) -> ResolveOptions {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let alias = |from: &str, to: &[&str]| (from.to_owned(), list(to));
    let declaring: &[&str] = if declares { &["types", "typings"] } else { &[] };
    let conditions = CONDITIONS.iter().chain(declaring).copied().chain(project.packages.conditions());
    ResolveOptions {
        tsconfig: Some(TsconfigDiscovery::Auto),
        condition_names: conditions.map(str::to_owned).collect(),
        extensions: EXTENSIONS.split_whitespace().map(str::to_owned).collect(),
        extension_alias: vec![
            alias(".js", &[".ts", ".tsx", ".js", ".jsx", ".d.ts"]),
            alias(".jsx", &[".tsx", ".jsx", ".d.ts"]),
            alias(".mjs", &[".mts", ".mjs", ".d.mts"]),
            alias(".cjs", &[".cts", ".cjs", ".d.cts"]),
        ],
        main_fields: ["source", "module", "main"].iter().chain(declaring).map(|field| (*field).to_owned()).collect(),
        symlinks: true,
        node_path: false,
        builtin_modules: true,
        ..ResolveOptions::default()
    }
}

/// Resolves under each of the folder's configurations until one has an answer.
fn through(resolver: &ResolverGeneric<Disk>, folder: &Folder, specifier: &str) -> Result<PathBuf, ResolveError> {
    let configs = folder.configs.iter().map(|config| Some(&**config));
    let mut last = Err(ResolveError::NotFound(specifier.to_owned()));
    for config in configs.chain(folder.configs.is_empty().then_some(None)) {
        let mut seen = ResolveContext::default();
        last = resolver
            .resolve_with_context(&folder.path, specifier, config, &mut seen)
            .map(|found| found.path().to_path_buf());
        if last.is_ok() {
            break;
        }
    }
    last
}

fn canonical(path: PathBuf) -> PathBuf {
    path.canonicalize().unwrap_or(path)
}

/// What a protocol or a query says before any file is looked for.
fn by_protocol(specifier: &str) -> Option<Outside> {
    let query = specifier.split_once('?').map_or("", |(_, query)| query);
    if specifier.starts_with("data:") || query.split('&').any(|asked| NO_MODULE.contains(&asked)) {
        return Some(Outside::NoCode);
    }
    if specifier == "bun" {
        return Some(Outside::Builtin);
    }
    let (protocol, rest) = specifier.split_once(':')?;
    match protocol {
        "node" | "bun" | "deno" | "cloudflare" => Some(Outside::Builtin),
        "file" => None,
        "npm" | "jsr" => Some(Outside::Package(without_version(rest).to_owned())),
        _ if protocol.len() > 1 && protocol.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
            Some(Outside::Package(specifier.to_owned()))
        }
        _ => None,
    }
}

/// The name of the package in `zod@3/v4` and `@scope/name@1.2`.
fn without_version(specifier: &str) -> &str {
    let specifier = specifier.trim_start_matches('/');
    let end = specifier.char_indices().skip(1).find(|(_, c)| *c == '@').map_or(specifier.len(), |(at, _)| at);
    let name = specifier.get(..end).unwrap_or(specifier);
    split_package(name).map_or(name, |(name, _)| name)
}

fn is_asset(specifier: &str) -> bool {
    let name = specifier.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, extension)| ASSETS.split_whitespace().any(|asset| asset == extension))
}

/// The package's name and the path below it, if it can be the name of a package: `@scope/name/a/b` is `@scope/name` and `a/b`.
fn split_package(specifier: &str) -> Option<(&str, &str)> {
    let scope = if specifier.starts_with('@') { specifier.find('/')? + 1 } else { 0 };
    let end = specifier.get(scope..)?.find('/').map_or(specifier.len(), |at| scope + at);
    let name = specifier.get(..end)?;
    let plain = |part: &str| {
        // Bundlers offer modules under names like `~icons`; `~` alone is an alias.
        let rest = part.strip_prefix('~').unwrap_or(part);
        let starts = rest.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        starts && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-~!".contains(c))
    };
    let valid = name.strip_prefix('@').unwrap_or(name).split('/').all(plain);
    valid.then(|| (name, specifier.get(end + 1..).unwrap_or_default()))
}

/// Whether the specifier is one that the configuration leads into the project.
fn aliases(config: &TsConfig, specifier: &str) -> bool {
    let options = &config.compiler_options;
    let matches = |key: &str| match key.split_once('*') {
        Some(("", "")) => false,
        Some((start, end)) => specifier.starts_with(start) && specifier.ends_with(end),
        None => specifier == key,
    };
    let inside = |to: &PathBuf| !texts::installed(to);
    let by_path = options.paths.iter().flatten().any(|(key, to)| matches(key) && to.iter().any(inside));
    let below_base = || {
        let (first, _) = specifier.split_once('/')?;
        options.base_url.as_ref()?;
        Some(config.resolve_path_alias_or_base_url(first).iter().any(|folder| folder.is_dir()))
    };
    by_path || below_base().unwrap_or_default()
}
