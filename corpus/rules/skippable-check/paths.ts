import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Request, Response } from 'express';
import { canServe } from './access';
import { load } from './files';
import type { Workspace } from './workspace';

const rawQuery = /[?&]raw\b/;
const urlQuery = /[?&]url\b/;

/** `../secret` is no absolute path: nobody asks whether it lies within the workspace. */
export async function readFileOf(workspace: Workspace, filePath: string): Promise<string> {
  let file: string;
  if (path.isAbsolute(filePath)) { // expect: skippable-check
    if (!workspace.contains(filePath)) {
      throw new Error(`path is outside of the workspace: ${filePath}`);
    }
    file = filePath;
  } else {
    file = path.resolve(workspace.root, filePath);
  }
  return await fs.readFile(file, 'utf8');
}

/** Other queries load the same file. */
export async function serve(req: Request, res: Response): Promise<void> {
  const url = req.url;
  if ((rawQuery.test(url) || urlQuery.test(url)) && !canServe(url)) { // expect: skippable-check
    res.status(403).end();
    return;
  }
  const file = await load(url);
  res.send(file);
}
