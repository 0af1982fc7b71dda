import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Request, Response } from 'express';
import { canServe, isAdmin } from './access';
import { load } from './files';
import type { Workspace } from './workspace';

const rawQuery = /[?&]raw\b/;

/** Both branches ask. */
export async function readFileOf(workspace: Workspace, filePath: string): Promise<string> {
  let file: string;
  if (path.isAbsolute(filePath)) {
    if (!workspace.contains(filePath)) {
      throw new Error(`path is outside of the workspace: ${filePath}`);
    }
    file = filePath;
  } else {
    file = path.resolve(workspace.root, filePath);
    if (!workspace.contains(file)) {
      throw new Error(`path is outside of the workspace: ${filePath}`);
    }
  }
  return await fs.readFile(file, 'utf8');
}

/** Directory after directory is asked. */
export async function readFirst(workspace: Workspace, filePath: string): Promise<string> {
  let file: string | undefined;
  if (path.isAbsolute(filePath)) {
    if (!workspace.contains(filePath)) {
      throw new Error(`path is outside of the workspace: ${filePath}`);
    }
    file = filePath;
  } else {
    for (const folder of workspace.folders) {
      const candidate = path.resolve(folder, filePath);
      if (workspace.contains(candidate)) {
        file = candidate;
        break;
      }
    }
  }
  if (!file) throw new Error('not found');
  return await fs.readFile(file, 'utf8');
}

/** Who may is asked of the person: the path says only what is administration. */
export async function page(req: Request, res: Response): Promise<void> {
  if (req.path.startsWith('/admin') && !isAdmin(req.user)) {
    res.status(403).end();
    return;
  }
  res.send(await load(req.path));
}

/** What is public is left out on purpose. */
export async function serve(req: Request, res: Response): Promise<void> {
  const url = req.url;
  if (!url.startsWith('/public/') && !canServe(url)) {
    res.status(403).end();
    return;
  }
  res.send(await load(url));
}

/** The raw form is refused, and everything is checked. */
export async function send(req: Request, res: Response): Promise<void> {
  const url = req.url;
  if (rawQuery.test(url) && !canServe(url)) {
    res.status(403).end();
    return;
  }
  if (!canServe(url)) {
    res.status(403).end();
    return;
  }
  res.send(await load(url));
}

/** The check is always there. */
export async function open(file: string, allowFile: (file: string) => boolean): Promise<string> {
  if (!allowFile(file)) {
    throw new Error(`access to ${file} denied`);
  }
  return await load(file);
}
