using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

/// <summary>Keeps what it is given in memory and notes the order of what happens beside it.</summary>
internal sealed class MemoryRegistryStore(List<string> events) : IRegistryStore
{
    public Dictionary<string, DeviceRecord> Kept { get; } = [];

    public Dictionary<string, ServiceAccount> KeptServices { get; } = [];

    public Exception? Failure { get; set; }

    public IEnumerable<DeviceRecord> LoadDevices() => Kept.Values;

    public IEnumerable<ServiceAccount> LoadServices() => KeptServices.Values;

    public ValueTask SaveAsync(IReadOnlyCollection<DeviceRecord> devices, CancellationToken cancellationToken) => Do("save", () =>
    {
        foreach (var device in devices)
        {
            Kept[device.Id.ToString()] = device;
        }
    });

    public ValueTask SaveAsync(ServiceAccount service, CancellationToken cancellationToken) => Do("save", () => KeptServices[service.Name] = service);

    public ValueTask RemoveAsync(DeviceId id, CancellationToken cancellationToken) => Do("delete", () => Kept.Remove(id.ToString()));

    public ValueTask RemoveServiceAsync(string name, CancellationToken cancellationToken) => Do("delete", () => KeptServices.Remove(name));

    private ValueTask Do(string what, Action change)
    {
        if (Failure is not null)
        {
            return ValueTask.FromException(Failure);
        }

        change();
        events.Add(what);
        return ValueTask.CompletedTask;
    }
}
