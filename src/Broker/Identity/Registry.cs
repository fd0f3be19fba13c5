using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Busroot.Broker.Identity;

/// <summary>The devices and service accounts as they are now, in memory: what a CONNECT and a lane ask.</summary>
/// <remarks>
/// Changes come through <see cref="Registrar"/> only. Threads: every member of this class may be called from any thread and none of them waits,
/// so the broker loop may call them. Cost: under 2 KB of memory a device.
/// </remarks>
public sealed class Registry : Connections.IAuthenticator
{
    // Compared with when the user name is unknown, so that the answer takes as long as for a known one.
    private static readonly TokenHash NobodysToken = TokenHash.Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(AccessToken.Bytes)), default);

    private readonly ConcurrentDictionary<string, DeviceRecord> _devices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServiceAccount> _services = new(StringComparer.Ordinal);
    private long _revision;

    /// <summary>Starts with what a store holds.</summary>
    /// <exception cref="InvalidDataException">The store holds something that is no device or account.</exception>
    public Registry(IRegistryStore store)
    {
        foreach (var device in store.LoadDevices())
        {
            _devices[device.Id.ToString()] = device;
        }

        foreach (var service in store.LoadServices())
        {
            _services[service.Name] = service;
        }
    }

    /// <summary>Goes up with every change; who caches something about a device compares it to know whether to look again.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>How many devices there are.</summary>
    /// <remarks>Cost: takes the locks of the whole table; for a status page, not for a message.</remarks>
    public int DeviceCount => _devices.Count;

    /// <summary>Every device in no order, while others may change it: a device that is there all along is seen once.</summary>
    public IEnumerable<DeviceRecord> Devices => _devices.Select(entry => entry.Value);

    /// <summary>Every service account in no order, without the local administrator.</summary>
    public IEnumerable<ServiceAccount> Services => _services.Values.Where(service => service.Name != ServiceAccount.LocalAdmin);

    /// <summary>Finds a device.</summary>
    /// <param name="id">Its Device ID as text; need not be well formed.</param>
    /// <param name="device">Its present record.</param>
    public bool TryFind(ReadOnlySpan<char> id, [NotNullWhen(true)] out DeviceRecord? device) =>
        _devices.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out device);

    /// <summary>Finds a device by the bytes of its id, for instance cut out of a topic.</summary>
    /// <param name="id">UTF-8, any bytes.</param>
    /// <param name="device">Its present record.</param>
    /// <remarks>Cost: no allocation.</remarks>
    public bool TryFind(ReadOnlySpan<byte> id, [NotNullWhen(true)] out DeviceRecord? device)
    {
        Span<char> text = stackalloc char[DeviceId.MaximumLength];
        if (id.Length <= text.Length && Ascii.ToUtf16(id, text, out var length) == System.Buffers.OperationStatus.Done)
        {
            return TryFind(text[..length], out device);
        }

        device = null;
        return false;
    }

    /// <summary>Finds a service account, the local administrator included.</summary>
    public bool TryFindService(string name, [NotNullWhen(true)] out ServiceAccount? service) => _services.TryGetValue(name, out service);

    /// <summary>Judges a login.</summary>
    /// <param name="userName">A Device ID or the name of a service account; any text.</param>
    /// <param name="password">The access token as bytes, any length.</param>
    /// <remarks>Cost: one SHA-256 of the password and, at most, one comparison a token; the time does not tell whether the user exists.</remarks>
    public AuthenticationResult Authenticate(string userName, ReadOnlySpan<byte> password)
    {
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, sha256);

        if (_devices.TryGetValue(userName, out var device))
        {
            return AnyMatches(device.Tokens.AsSpan(), sha256)
                ? device.Disabled ? new(null, AuthenticationRefusal.Disabled) : new(new Principal.Device(device), AuthenticationRefusal.None)
                : new(null, AuthenticationRefusal.BadUserNameOrPassword);
        }

        var known = _services.TryGetValue(userName, out var service);
        return AnyMatches(known ? service!.Tokens.AsSpan() : [NobodysToken], sha256)
            ? new(new Principal.Service(service!), AuthenticationRefusal.None)
            : new(null, AuthenticationRefusal.BadUserNameOrPassword);
    }

    /// <summary>Judges a login that needs no password because the transport has proved who it is.</summary>
    /// <param name="deviceId">The Device ID that was proved; any text.</param>
    public AuthenticationResult AuthenticateCertified(string deviceId) =>
        !_devices.TryGetValue(deviceId, out var device) ? new(null, AuthenticationRefusal.BadUserNameOrPassword)
        : device.Disabled ? new(null, AuthenticationRefusal.Disabled)
        : new(new Principal.Device(device), AuthenticationRefusal.None);

    /// <summary>Judges a login that names no user: a bearer token of a service account. Devices log in with their user name only.</summary>
    /// <param name="token">The access token as bytes, any length.</param>
    /// <remarks>Cost: one SHA-256 and a comparison with every token of every service account, of which there are few.</remarks>
    public AuthenticationResult AuthenticateService(ReadOnlySpan<byte> token)
    {
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, sha256);

        foreach (var (_, service) in _services)
        {
            if (AnyMatches(service.Tokens.AsSpan(), sha256))
            {
                return new(new Principal.Service(service), AuthenticationRefusal.None);
            }
        }

        return new(null, AuthenticationRefusal.BadUserNameOrPassword);
    }

    /// <summary>Lets the holder of a key log in as <see cref="ServiceAccount.LocalAdmin"/>; the key lives as long as this process.</summary>
    /// <param name="key">The text that stands in the data directory, readable by its owner only.</param>
    public void AdmitLocalAdmin(TokenHash key) =>
        Put(new ServiceAccount(ServiceAccount.LocalAdmin, ServiceRole.Admin, null, key.Created, [key]));

    internal void Put(DeviceRecord device)
    {
        _devices[device.Id.ToString()] = device;
        Interlocked.Increment(ref _revision);
    }

    internal void Put(ServiceAccount service)
    {
        _services[service.Name] = service;
        Interlocked.Increment(ref _revision);
    }

    internal void Remove(DeviceId id)
    {
        _devices.TryRemove(id.ToString(), out _);
        Interlocked.Increment(ref _revision);
    }

    internal void RemoveService(string name)
    {
        _services.TryRemove(name, out _);
        Interlocked.Increment(ref _revision);
    }

    private static bool AnyMatches(ReadOnlySpan<TokenHash> tokens, ReadOnlySpan<byte> sha256)
    {
        var found = false;
        foreach (var token in tokens)
        {
            found |= token.Matches(sha256); // all are compared: the time tells nothing about which one it was
        }

        return found;
    }
}
