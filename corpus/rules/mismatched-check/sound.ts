// Routes that check what they use.
import express from 'express';

interface User { id: string; role: string }

declare const prisma: {
  project: { findFirst(query: object): Promise<{ id: string; teamId: string } | null> };
  task: { delete(query: object): Promise<void>; update(query: object): Promise<void>; findUnique(query: object): Promise<{ id: string; projectId: string } | null> };
};

class ForbiddenError extends Error {}

async function assertProjectAccess(user: User | undefined, projectId: string): Promise<void> {
  const project = await prisma.project.findFirst({ where: { id: projectId, members: { some: { userId: user?.id } } } });
  if (!project) {
    throw new ForbiddenError('no access to the project');
  }
}

async function loadTask(taskId: string) {
  return prisma.task.findUnique({ where: { id: taskId } });
}

const router = express.Router();

// What the check is about comes from the row that is used.
router.delete('/tasks/:taskId', async (req, res) => {
  const task = await loadTask(req.params.taskId);
  await assertProjectAccess(req.user, task.projectId);
  await prisma.task.delete({ where: { id: req.params.taskId } });
  res.status(204).end();
});

// Both select.
router.patch('/projects/:projectId/tasks/:taskId', async (req, res) => {
  await assertProjectAccess(req.user, req.params.projectId);
  await prisma.task.update({ where: { id: req.params.taskId, projectId: req.params.projectId }, data: { done: true } });
  res.status(204).end();
});

// A row that was found by both stands for both.
router.post('/projects/:projectId/tasks/:taskId/close', async (req, res) => {
  const { projectId, taskId } = req.params;
  await assertProjectAccess(req.user, projectId);
  const task = await loadTask(taskId);
  if (task?.projectId !== projectId) {
    return res.status(404).end();
  }
  await prisma.task.update({ where: { id: task.id }, data: { closed: true } });
  res.status(204).end();
});

// Only one part of the request, and it is the one that is checked.
router.get('/projects/:projectId', async (req, res) => {
  await assertProjectAccess(req.user, req.params.projectId);
  res.json(await prisma.project.findFirst({ where: { id: req.params.projectId } }));
});

export default router;
