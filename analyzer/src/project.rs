//! Many files together: which file an import leads to, which function a call.

/// Why a module specifier leads to no file of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// A module of the runtime: `node:fs`.
    Builtin,
    /// A package that is not part of the project, by its name: `express`, `@nestjs/common`.
    Package(String),
    /// A relative path, an alias or a package of the project where no such file is.
    Missing,
    /// A file that holds no code: `./logo.svg`, `./data.json`.
    NoCode,
}
