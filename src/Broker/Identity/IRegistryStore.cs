namespace Busroot.Broker.Identity;

/// <summary>Keeps devices and service accounts over restarts.</summary>
/// <remarks>A returned task means that the change is on disk. Threads: the registry calls one at a time.</remarks>
public interface IRegistryStore
{
    /// <summary>Reads every device, in no particular order; rows are built while the caller enumerates.</summary>
    IEnumerable<DeviceRecord> LoadDevices();

    /// <summary>Reads every service account, in no particular order.</summary>
    IEnumerable<ServiceAccount> LoadServices();

    /// <summary>Creates or replaces devices, all of them or, on an error, none.</summary>
    ValueTask SaveAsync(IReadOnlyCollection<DeviceRecord> devices, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a service account.</summary>
    ValueTask SaveAsync(ServiceAccount service, CancellationToken cancellationToken);

    /// <summary>Deletes a device and its tokens; nothing happens when there is none.</summary>
    ValueTask RemoveAsync(DeviceId id, CancellationToken cancellationToken);

    /// <summary>Deletes a service account and its tokens; nothing happens when there is none.</summary>
    ValueTask RemoveServiceAsync(string name, CancellationToken cancellationToken);
}
