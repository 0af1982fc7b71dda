// The one who decides is not there, or what is asked for is not known.

interface Details { title: string }
interface Plugin { name: string; builtIn: boolean; folder: string }
interface Plugins { getPlugin(name: string): Plugin | undefined }

export class FolderPolicy {
  constructor(private readonly isTrustedFn?: (folder: string) => boolean) {}

  // Nobody was told who trusts: everything is trusted.
  isTrusted(folder: string): boolean {
    if (this.isTrustedFn) {
      return this.isTrustedFn(folder);
    }
    return true; // expect: default-allow note
  }
}

export class PluginCall {
  constructor(private readonly plugins: Plugins, private readonly params: { name: string }) {}

  // A plugin that nobody knows is not put to anyone.
  async getConfirmationDetails(): Promise<Details | false> {
    const plugin = this.plugins.getPlugin(this.params.name);
    if (!plugin) {
      return false; // expect: default-allow note
    }
    if (plugin.builtIn) {
      return false;
    }
    return { title: `Load ${plugin.name} from ${plugin.folder}?` };
  }
}
