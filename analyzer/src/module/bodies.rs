//! A function together with the functions inside of it.

use super::{FunctionId, Module};

impl Module {
    /// A function and every function inside of it, in the order of the file: what runs, or may run, because it is called.
    pub fn body(&self, function: FunctionId) -> Vec<FunctionId> {
        // Functions are numbered as they begin: those inside of one follow it.
        let following = (function.0..self.functions.len() as u32).map(FunctionId);
        following.take_while(|inner| self.is_within(*inner, function)).collect()
    }

    /// The innermost function around a place.
    pub fn innermost(&self, offset: u32) -> Option<FunctionId> {
        let around = self.functions.iter().enumerate().filter(|(_, function)| function.span.contains(offset));
        around.min_by_key(|(_, function)| function.span.len()).map(|(index, _)| FunctionId(index as u32))
    }

    /// Whether a function is another one, or stands inside of it.
    pub fn is_within(&self, inner: FunctionId, outer: FunctionId) -> bool {
        let parent = |id: FunctionId| self.functions.get(id.0 as usize).and_then(|function| function.parent);
        std::iter::successors(Some(inner), |id| parent(*id)).any(|id| id == outer)
    }
}
