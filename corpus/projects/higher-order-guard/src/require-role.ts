interface Request {
  user: { role: string };
}

interface Response {
  status(code: number): Response;
  end(): void;
}

export function requireRole(role: string) {
  return (req: Request, res: Response, next: () => void) => {
    if (req.user.role !== role) return res.status(403).end();
    next();
  };
}

export function requireAnyRole(roles: string[]) {
  return (req: Request, res: Response, next: () => void) => {
    if (!roles.includes(req.user.role)) {
      res.status(403).end(); // expect: deny-without-return
    }
    next();
  };
}
