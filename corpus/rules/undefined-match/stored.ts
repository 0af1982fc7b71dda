// What is stored may be gone, and what was asked for may not have been given.

import type { Request, Response } from 'express';

interface Setting { name: string; value: string }

declare function allSettings(): Promise<Setting[]>;

class SetupService {
  async summary(token: string): Promise<Record<string, string | null>> {
    const settings = await allSettings();
    const stored = settings.find((setting) => setting.name === 'SETUP_TOKEN')?.value;
    const tokenIsValid = token === stored; // expect: undefined-match
    return Object.fromEntries(settings.map((setting) => [setting.name, tokenIsValid ? setting.value : null]));
  }
}

const setup = new SetupService();

export async function summary(req: Request, res: Response): Promise<void> {
  res.json(await setup.summary(req.query.token as string));
}
