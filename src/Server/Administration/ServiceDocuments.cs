using Busroot.Broker.Identity;

namespace Busroot.Server.Administration;

/// <summary>A service account to make.</summary>
internal sealed record ServiceDraft
{
    /// <summary>Its user name.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do.</summary>
    public ServiceRole? Role { get; init; }

    /// <summary>The account an integrator works in.</summary>
    public string? Account { get; init; }
}

/// <summary>A service account, without its secrets.</summary>
internal sealed record ServiceView(string Name, ServiceRole Role, string? Account, DateTimeOffset Created, IReadOnlyList<TokenView> Tokens)
{
    public static ServiceView Of(ServiceAccount service) =>
        new(service.Name, service.Role, service.Account, service.Created, TokenView.Of(service.Tokens));
}

/// <summary>A new token of a service account; said once.</summary>
internal sealed record ServiceGrant(string Name, string Token);
