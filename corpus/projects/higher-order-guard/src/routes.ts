import express from 'express';
import { requireAnyRole, requireRole } from './require-role';

export const router = express.Router();
router.delete('/posts/:id', requireRole('admin'), (req, res) => res.end());
router.put('/posts/:id', requireAnyRole(['admin', 'editor']), (req, res) => res.end());
