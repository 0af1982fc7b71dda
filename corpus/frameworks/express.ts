// Express: calling on lets through; answering, an error handed on, throwing and doing nothing do not.

import express from 'express';

declare const hosts: Set<string>;

const app = express();

// decides: allow when req.user?.role === 'editor'
// decides: deny otherwise
// default: deny
function editors(req, res, next) {
  if (req.user?.role !== 'editor') return res.status(403).end();
  next();
}

// decides: nothing
function stamped(req, res, next) {
  res.locals.at = Date.now();
  next();
}

app.use(stamped);
app.delete('/notes/:id', [stamped, editors], (req, res) => res.end());

app.use(
  // decides: deny when !hosts.has(req.hostname)
  // decides: allow otherwise
  (req, res, next) => {
    if (!hosts.has(req.hostname)) throw new Error('forbidden');
    next();
  },
);

app.use(
  // What says who asks is known by its place.
  // decides: allow when req.session.level === 7
  // decides: deny otherwise
  (req, res, next) => {
    if (req.session.level === 7) next();
    else res.status(403).end();
  },
);

app.get('/log',
  // Who neither answers nor calls on lets the request hang.
  // decides: allow when req.user?.role === 'auditor'
  // decides: deny otherwise
  (req, res, next) => {
    if (req.user?.role === 'auditor') next();
    else if (req.user) res.sendStatus(403);
  },
  (req, res) => res.end(),
);
