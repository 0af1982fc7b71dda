// The one who decides is not there, and nobody gets in by that.

interface Details { title: string }
interface Plugin { name: string; builtIn: boolean; folder: string }
interface Plugins { getPlugin(name: string): Plugin | undefined }

export class FolderPolicy {
  constructor(
    private readonly isTrustedFn?: (folder: string) => boolean,
    private readonly onChange?: (folder: string) => boolean,
  ) {}

  isTrusted(folder: string): boolean {
    return this.isTrustedFn ? this.isTrustedFn(folder) : false;
  }

  // A listener is no check.
  mayChange(folder: string): boolean {
    if (this.onChange) return this.onChange(folder);
    return true;
  }
}

export class PluginCall {
  constructor(private readonly plugins: Plugins, private readonly params: { name: string }) {}

  async getConfirmationDetails(): Promise<Details | false> {
    const plugin = this.plugins.getPlugin(this.params.name);
    if (!plugin) {
      throw new Error('no such plugin');
    }
    if (plugin.builtIn) {
      return false;
    }
    return { title: `Load ${plugin.name} from ${plugin.folder}?` };
  }
}

// What only reads is not put to anyone.
export class ReadCall {
  constructor(private readonly readOnly: boolean, private readonly paths: string[]) {}

  async getConfirmationDetails(): Promise<Details | false> {
    if (this.readOnly || this.paths.length === 0) return false;
    return { title: `Read ${this.paths.length} files?` };
  }
}
