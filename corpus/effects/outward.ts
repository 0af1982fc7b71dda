// Files, programs, requests, answers, sessions.
import axios from 'axios';
import { exec, spawn } from 'child_process';
import type { Request, Response } from 'express';
import fs from 'fs';
import { readFile, unlink } from 'fs/promises';
import { outputFile } from 'fs-extra';

// effect: read files by path = request.query.name | 'uploads/' | ? and give it
export async function read(req: Request) {
  return readFile('uploads/' + req.query.name);
}

// effect: delete files by path = request.query.path
export async function remove(req: Request) {
  await unlink(req.query.path);
}

// effect: write files by path = path with ... = text
export async function write(path: string, text: string) {
  await fs.promises.writeFile(path, text);
}

// effect: write files by path = path with ... = text
export async function writeWithFolders(path: string, text: string) {
  await outputFile(path, text);
}

// effect: run process by command = command
export function run(command: string) {
  exec(command);
}

// effect: run process by command = request.body.ref | 'git' | 'show' | ?
export function show(req: Request) {
  spawn('git', ['show', req.body.ref]);
}

// effect: send network by url = url with ... = request.body
export async function forward(url: string, req: Request) {
  await axios.post(url, req.body);
}

// effect: send network by url = request.body.url
export async function fetchIt(req: Request) {
  await fetch(req.body.url, { method: 'POST' });
}

// effect: write session with userId = request.body.id
// effect: write session by name = 'theme' with ... = request.body.theme
// effect: send response with ok = true
export function logIn(req: Request, res: Response) {
  req.session.userId = req.body.id;
  res.cookie('theme', req.body.theme);
  res.status(200).json({ ok: true });
}

// effect: delete session by name = 'theme'
// effect: delete session
export function logOut(req: Request, res: Response) {
  res.clearCookie('theme');
  req.session.destroy();
}
