//! What must hold for every graph.

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::{Block, BlockId, Cfg, Edge, End, LoopKind};

/// Whether a graph is well formed; the first thing that is wrong, if not.
///
/// The edges that leave a block agree with how it ends, every block but the entry is reached, cutting the
/// [`Edge::Back`] edges leaves no cycle, and a loop's header belongs to its loop.
pub fn verify(cfg: &Cfg) -> Result<(), String> {
    for (block, weight) in cfg.graph.node_indices().zip(cfg.graph.node_weights()) {
        edges_agree(cfg, block, weight).map_err(|wrong| format!("block {}: {wrong}", block.index()))?;
        let is_reached = cfg.graph.edges_directed(block, Direction::Incoming).next().is_some();
        if is_reached == (block == cfg.entry) {
            return Err(format!(
                "block {}: {}",
                block.index(),
                if is_reached { "entry is reached" } else { "not reached" }
            ));
        }
        if weight.in_loop.is_some_and(|it| it.0 as usize >= cfg.loops.len()) {
            return Err(format!("block {}: in a loop that does not exist", block.index()));
        }
    }
    if !is_acyclic(cfg) {
        return Err("a cycle without a back edge".to_owned());
    }
    loops_agree(cfg)?;
    for it in &cfg.tries {
        if cfg.graph.node_weight(it.handler).is_none() {
            return Err("a handler that does not exist".to_owned());
        }
    }
    Ok(())
}

/// Whether no cycle is left without the back edges: blocks can be taken away one by one, each after its predecessors.
/// (petgraph's own tests recurse, or look at every predecessor again for each of them.)
fn is_acyclic(cfg: &Cfg) -> bool {
    let mut waiting_for = vec![0_usize; cfg.graph.node_count()];
    for edge in cfg.graph.edge_references().filter(|edge| *edge.weight() != Edge::Back) {
        if let Some(count) = waiting_for.get_mut(edge.target().index()) {
            *count += 1;
        }
    }
    let is_free = |block: &BlockId| waiting_for.get(block.index()) == Some(&0);
    let mut free: Vec<BlockId> = cfg.graph.node_indices().filter(is_free).collect();
    let mut taken = 0;
    while let Some(block) = free.pop() {
        taken += 1;
        for edge in cfg.graph.edges(block).filter(|edge| *edge.weight() != Edge::Back) {
            if let Some(count) = waiting_for.get_mut(edge.target().index()) {
                *count -= 1;
                if *count == 0 {
                    free.push(edge.target());
                }
            }
        }
    }
    taken == cfg.graph.node_count()
}

fn edges_agree(cfg: &Cfg, block: BlockId, weight: &Block) -> Result<(), String> {
    let mut edges: Vec<Edge> = cfg.graph.edges(block).map(|edge| *edge.weight()).collect();
    edges.reverse();
    let agree = match &weight.end {
        End::Goto => matches!(edges.as_slice(), [Edge::Always | Edge::Back]),
        End::Branch(test) => {
            let answers: Vec<bool> = edges
                .iter()
                .filter_map(|edge| match edge {
                    Edge::When { test: of, answer } if of == test => Some(*answer),
                    _ => None,
                })
                .collect();
            (test.0 as usize) < cfg.tests.len()
                && edges.len() == 2
                && matches!(answers.as_slice(), [true, false] | [false, true])
        }
        End::Call { .. } => matches!(edges.as_slice(), [Edge::Completes, Edge::Throws] | [Edge::Throws]),
        End::LoopHeader(id) => match cfg.loops.get(id.0 as usize).map(|it| &it.kind) {
            Some(LoopKind::General) => matches!(edges.as_slice(), [Edge::Enters]),
            Some(_) => matches!(edges.as_slice(), [Edge::Enters, Edge::Exhausted]),
            None => false,
        },
        End::Return { .. } | End::Throw { .. } | End::Propagates { .. } | End::FallsOff { .. } | End::Unreachable => {
            edges.is_empty()
        }
    };
    if agree { Ok(()) } else { Err(format!("ends with {:?} but has the edges {edges:?}", weight.end)) }
}

fn loops_agree(cfg: &Cfg) -> Result<(), String> {
    for (index, it) in cfg.loops.iter().enumerate() {
        let header = cfg.graph.node_weight(it.header);
        let is_header = header.is_some_and(|block| {
            matches!(block.end, End::LoopHeader(id) if id.0 as usize == index)
                && block.in_loop.is_some_and(|id| id.0 as usize == index)
        });
        if !is_header {
            return Err(format!("loop {index}: its header is none, or in another loop"));
        }
        if it.parent.is_some_and(|parent| parent.0 as usize >= index) {
            return Err(format!("loop {index}: stands before the loop around it"));
        }
        let back = cfg.graph.edges_directed(it.header, Direction::Incoming);
        let stray = back
            .filter(|edge| *edge.weight() == Edge::Back)
            .any(|edge| cfg.graph.node_weight(edge.source()).is_none_or(|block| block.in_loop.is_none()));
        if stray {
            return Err(format!("loop {index}: a back edge from outside"));
        }
    }
    Ok(())
}
