using System.Text.Json;
using Busroot.Broker.Identity;

namespace Busroot.Server.Administration;

/// <summary>A device to register.</summary>
internal sealed record DeviceDraft
{
    /// <summary>The Device ID, <c>account/device</c>.</summary>
    public string? DeviceId { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>The rule assigned to it; null leaves the choice to the patterns of the rules.</summary>
    public string? Rule { get; init; }

    /// <summary>Station codes it may publish as.</summary>
    public IReadOnlyList<string>? Stations { get; init; }

    /// <summary>Site values its rule reads.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }
}

/// <summary>What to change about a device: a field that is absent or null stays as it is; an empty text or list takes its value away.</summary>
internal sealed record DeviceChange
{
    /// <inheritdoc cref="DeviceDraft.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="DeviceDraft.Rule"/>
    public string? Rule { get; init; }

    /// <summary>All its station codes, not only the new ones.</summary>
    public IReadOnlyList<string>? Stations { get; init; }

    /// <summary>All its variables, not only the new ones.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>True disconnects it and refuses it until false is said.</summary>
    public bool? Disabled { get; init; }
}

/// <summary>A device as it is registered, without its secrets.</summary>
internal sealed record DeviceView(
    string DeviceId, string? Name, bool Disabled, string? Rule, IReadOnlyList<string> Stations,
    IReadOnlyDictionary<string, JsonElement> Variables, DateTimeOffset Created, IReadOnlyList<TokenView> Tokens)
{
    public static DeviceView Of(DeviceRecord device) => new(device.Id.ToString(), device.Name, device.Disabled, device.RuleId,
        device.Stations, device.Variables, device.Created, TokenView.Of(device.Tokens));
}

/// <summary>What is known of a token: enough to tell which one it is.</summary>
internal sealed record TokenView(string Id, string Ending, DateTimeOffset Created)
{
    public static IReadOnlyList<TokenView> Of(IEnumerable<TokenHash> tokens) =>
        [.. tokens.Select(token => new TokenView(token.Id, token.Ending, token.Created))];
}

/// <summary>A new token of a device; said once.</summary>
internal sealed record DeviceGrant(string DeviceId, string Token);

/// <summary>Which devices to list, in the order of their ids.</summary>
/// <param name="Account">Only of this account.</param>
/// <param name="After">Only ids after this one: the last of the page before.</param>
/// <param name="Limit">How many at most, 1 to <see cref="MaximumLimit"/>.</param>
internal sealed record DeviceQuery(string? Account = null, string? After = null, int Limit = DeviceQuery.MaximumLimit)
{
    public const int MaximumLimit = 1000;
}
