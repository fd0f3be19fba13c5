namespace Busroot.Server.Administration;

/// <summary>What an administrator can do about logins, wherever the work is done: in this process or by the server that holds the data directory.</summary>
/// <remarks>Everything throws <see cref="AdministrationException"/> when it cannot be done, and <see cref="Storage.StorageException"/> when the disk refuses.</remarks>
internal interface IAdministration
{
    /// <summary>Where devices connect, <c>host:port</c>; null when no server is running.</summary>
    string? MqttAddress { get; }

    Task<DeviceGrant> AddDeviceAsync(DeviceDraft draft, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeviceView>> ListDevicesAsync(DeviceQuery query, CancellationToken cancellationToken);

    Task<DeviceView> GetDeviceAsync(string deviceId, CancellationToken cancellationToken);

    Task<DeviceView> ChangeDeviceAsync(string deviceId, DeviceChange change, CancellationToken cancellationToken);

    /// <summary>Makes a new token; the earlier ones are revoked at once unless they are kept.</summary>
    Task<DeviceGrant> RotateDeviceAsync(string deviceId, bool keep, CancellationToken cancellationToken);

    /// <summary>Returns when the device is disconnected and all it had is gone.</summary>
    Task RemoveDeviceAsync(string deviceId, CancellationToken cancellationToken);

    Task<ServiceGrant> AddServiceAsync(ServiceDraft draft, CancellationToken cancellationToken);

    Task<IReadOnlyList<ServiceView>> ListServicesAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="RotateDeviceAsync"/>
    Task<ServiceGrant> RotateServiceAsync(string name, bool keep, CancellationToken cancellationToken);

    Task RemoveServiceAsync(string name, CancellationToken cancellationToken);
}
