export interface Author {
  kind: 'staff' | 'editor' | 'reader';
}
