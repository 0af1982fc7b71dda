// What a component does when somebody clicks.

declare function approveEntry(request: { contest: string; entry: string }): Promise<void>;
declare function rejectEntry(request: { contest: string; entry: string }): Promise<void>;

export function EntryDialog({ contest, entry }: { contest?: string; entry?: { id: string } }) {
  const handleApprove = async () => {
    if (!contest || !entry?.id) return;
    await approveEntry({ contest, entry: entry.id });
  };

  const onReject = async () => {
    if (!contest || !entry?.id) return;
    await rejectEntry({ contest, entry: entry.id });
  };

  return <form onReset={onReject} onSubmit={handleApprove} />;
}
