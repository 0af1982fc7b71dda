interface User { role: string }

// In markup a comment stands in braces.
export function Buttons({ user }: { user: User }) {
  const canPin = user.role === 'admin';
  return (
    <p>
      {/* portcullis-disable-next-line default-allow -- pinning is open */} {/* // expect: unused-suppression */}
      {canPin && <button>pin</button>}
    </p>
  );
}
