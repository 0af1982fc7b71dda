// Electron: some handlers answer by a callback, some by a value, and a window by its action.

import type { Session, WebContents } from 'electron';

declare const trustedOrigins: Set<string>;
declare function askSystem(permission: string): Promise<boolean>;

export function install(session: Session, contents: WebContents): void {
  session.setPermissionRequestHandler(
    // decides: allow when permission === 'media'
    // decides: deny otherwise
    (contents, permission, grant) => {
      grant(permission === 'media');
    },
  );
  session.setPermissionCheckHandler(
    // Nothing is a denial.
    // decides: allow when trustedOrigins.has(origin)
    // decides: deny otherwise
    // default: deny
    (contents, permission, origin) => {
      if (trustedOrigins.has(origin)) return true;
    },
  );
  contents.setWindowOpenHandler(
    // decides: allow when trustedOrigins.has(details.url)
    // decides: deny otherwise
    // default: deny
    details => {
      if (trustedOrigins.has(details.url)) return { action: 'allow' };
      return { action: 'deny' };
    },
  );
  session.setDisplayMediaRequestHandler(
    // `null` denies.
    // decides: deny when !trustedOrigins.has(request.securityOrigin)
    // decides: allow otherwise
    (request, answer) => {
      if (!trustedOrigins.has(request.securityOrigin)) {
        answer(null);
        return;
      }
      answer({ video: request.frame });
    },
  );
}

export function later(session: Session): void {
  session.setPermissionRequestHandler(
    // Who is handed the callback, or a function that calls it, answers later.
    // decides: allow when permission === 'notifications'
    // decides: delegated otherwise
    (contents, permission, grant) => {
      if (permission === 'notifications') {
        grant(true);
        return;
      }
      askSystem(permission).then(granted => grant(granted), () => grant(false));
    },
  );
}
