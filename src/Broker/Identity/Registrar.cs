namespace Busroot.Broker.Identity;

/// <summary>Changes devices: on disk first, then in the registry, then at the broker.</summary>
/// <remarks>
/// In that order because a crash after the first step leaves what the caller was not yet told, and because a CONNECT judged after the second
/// step is refused while the third ends what was open before. Threads: any; changes are made one after the other.
/// </remarks>
public sealed class Registrar(Registry registry, IRegistryStore store, IDisconnector disconnector, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Registers a device and makes its first token.</summary>
    /// <param name="draft">Everything but <see cref="DeviceRecord.Tokens"/> and <see cref="DeviceRecord.Created"/>, which are set here.</param>
    /// <param name="cancellationToken">Stops waiting for a turn.</param>
    /// <returns>Its token, or null when a device of that id exists: that one is left as it was.</returns>
    public ValueTask<AccessToken?> AddAsync(DeviceRecord draft, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (registry.TryFind(draft.Id.ToString(), out _))
        {
            return null;
        }

        var token = AccessToken.Create(time);
        await KeepAsync(draft with { Created = time.GetUtcNow(), Tokens = [token.Hash] }, cancellationToken);
        return token;
    }, cancellationToken);

    /// <summary>Replaces a device's record.</summary>
    /// <param name="id">The device; its id cannot change.</param>
    /// <param name="change">Gives the new record from the present one; tokens are changed by <see cref="RotateAsync"/> only.</param>
    /// <param name="cancellationToken">Stops waiting; what is already on disk stays.</param>
    /// <returns>The new record, or null when there is no such device. When the change disables the device or takes a station, its connections have ended.</returns>
    public ValueTask<DeviceRecord?> UpdateAsync(DeviceId id, Func<DeviceRecord, DeviceRecord> change, CancellationToken cancellationToken) =>
        InTurnAsync<DeviceRecord?>(async () =>
        {
            if (!registry.TryFind(id.ToString(), out var before))
            {
                return null;
            }

            var after = change(before) with { Id = before.Id, Created = before.Created, Tokens = before.Tokens };
            await KeepAsync(after, cancellationToken);
            if (after.Disabled && !before.Disabled)
            {
                await disconnector.DisconnectAsync(id.ToString(), DisconnectReason.Disabled, cancellationToken);
            }
            else if (before.Stations.Except(after.Stations, StringComparer.Ordinal).Any())
            {
                await disconnector.DisconnectAsync(id.ToString(), DisconnectReason.RightsReduced, cancellationToken);
            }

            return after;
        }, cancellationToken);

    /// <summary>Makes a new token for a device.</summary>
    /// <param name="id">The device.</param>
    /// <param name="earlier">What becomes of the tokens it has.</param>
    /// <param name="cancellationToken">Stops waiting; what is already on disk stays.</param>
    /// <returns>The new token, or null when there is no such device. When a token was revoked, the device's connections have ended.</returns>
    public ValueTask<AccessToken?> RotateAsync(DeviceId id, EarlierTokens earlier, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (!registry.TryFind(id.ToString(), out var device))
        {
            return null;
        }

        var token = AccessToken.Create(time);
        var tokens = earlier.Join(device.Tokens, token.Hash);
        await KeepAsync(device with { Tokens = tokens }, cancellationToken);
        if (tokens.Length <= device.Tokens.Length)
        {
            await disconnector.DisconnectAsync(id.ToString(), DisconnectReason.TokenRevoked, cancellationToken);
        }

        return token;
    }, cancellationToken);

    /// <summary>Deletes a device.</summary>
    /// <returns>False when there was none. True: it is disconnected, everything it had is gone and nothing it sends is accepted any more.</returns>
    public ValueTask<bool> RemoveAsync(DeviceId id, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (!registry.TryFind(id.ToString(), out _))
        {
            return false;
        }

        await store.RemoveAsync(id, cancellationToken);
        registry.Remove(id);
        await disconnector.DisconnectAsync(id.ToString(), DisconnectReason.Removed, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Makes a service account and its first token.</summary>
    /// <returns>Its token, or null when an account of that name exists: that one is left as it was.</returns>
    public ValueTask<AccessToken?> AddServiceAsync(string name, ServiceRole role, string? account, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (registry.TryFindService(name, out _))
        {
            return null;
        }

        var token = AccessToken.Create(time);
        await KeepAsync(new ServiceAccount(name, role, account, time.GetUtcNow(), [token.Hash]), cancellationToken);
        return token;
    }, cancellationToken);

    /// <summary>Makes a new token for a service account; otherwise like <see cref="RotateAsync"/>.</summary>
    public ValueTask<AccessToken?> RotateServiceAsync(string name, EarlierTokens earlier, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (name == ServiceAccount.LocalAdmin || !registry.TryFindService(name, out var service))
        {
            return null;
        }

        var token = AccessToken.Create(time);
        var tokens = earlier.Join(service.Tokens, token.Hash);
        await KeepAsync(service with { Tokens = tokens }, cancellationToken);
        if (tokens.Length <= service.Tokens.Length)
        {
            await disconnector.DisconnectAsync(name, DisconnectReason.TokenRevoked, cancellationToken);
        }

        return token;
    }, cancellationToken);

    /// <summary>Deletes a service account; otherwise like <see cref="RemoveAsync"/>.</summary>
    public ValueTask<bool> RemoveServiceAsync(string name, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (name == ServiceAccount.LocalAdmin || !registry.TryFindService(name, out _))
        {
            return false;
        }

        await store.RemoveServiceAsync(name, cancellationToken);
        registry.RemoveService(name);
        await disconnector.DisconnectAsync(name, DisconnectReason.Removed, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Ends the order of turns; call it when no change is under way.</summary>
    public void Dispose() => _turn.Dispose();

    private async ValueTask KeepAsync(DeviceRecord device, CancellationToken cancellationToken)
    {
        await store.SaveAsync([device], cancellationToken);
        registry.Put(device);
    }

    private async ValueTask KeepAsync(ServiceAccount service, CancellationToken cancellationToken)
    {
        await store.SaveAsync(service, cancellationToken);
        registry.Put(service);
    }

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _turn.Release();
        }
    }
}
