import { PermissionsService } from './permissions.service';

interface User {
  role: string;
  permissions: string[];
}

export class ReportsController {
  constructor(private readonly permissions: PermissionsService) {}

  async run(user: User) {
    // calls: src/permissions.service.ts#PermissionsService.hasPermission tested
    if (!this.permissions.hasPermission(user, 'reports:run')) throw new Error('forbidden');
    const mayExport = await this.permissions.mayExport(user); // calls: src/permissions.service.ts#PermissionsService.mayExport awaited tested
    return mayExport ? 'with export' : 'without export';
  }
}
