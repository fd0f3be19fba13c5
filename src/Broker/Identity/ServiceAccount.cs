using System.Collections.Immutable;

namespace Busroot.Broker.Identity;

/// <summary>A login of a program: the core processor, an integrator's tool, an administrator's script.</summary>
/// <param name="Name">Its MQTT user name, 1 to 64 of letters, digits and <c>_ - . :</c>; without a slash, so it never equals a Device ID.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Account">The one account an integrator works in; null for the other roles.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Tokens">Tokens that open its connection, oldest first; at most <see cref="DeviceRecord.MaximumTokens"/>.</param>
public sealed record ServiceAccount(string Name, ServiceRole Role, string? Account, DateTimeOffset Created, ImmutableArray<TokenHash> Tokens)
{
    /// <summary>The user name that the key in the data directory opens; no stored account can take it.</summary>
    public const string LocalAdmin = "local-admin";

    /// <summary>Judges a new account's name, role and scope together.</summary>
    /// <returns>Each problem at the field it belongs to (<c>name</c>, <c>account</c>); empty when the account is allowed.</returns>
    public static IEnumerable<(string Field, string Problem)> Problems(string? name, ServiceRole role, string? account)
    {
        if (DeviceId.PartProblem("name", name) is { } badName)
        {
            yield return ("name", badName);
        }
        else if (name == LocalAdmin)
        {
            yield return ("name", $"'{LocalAdmin}' is the login of this machine's own admin key; choose another name.");
        }

        if (role == ServiceRole.Integrator && DeviceId.AccountProblem(account) is { } badAccount)
        {
            yield return ("account", string.IsNullOrEmpty(account) ? "An integrator works in one account; name it." : badAccount);
        }
        else if (role != ServiceRole.Integrator && account is not null)
        {
            yield return ("account", $"Only an integrator has an account; the role {role} reaches every account.");
        }
    }
}

/// <summary>What a service account may do.</summary>
public enum ServiceRole
{
    /// <summary>Reads every signals topic; writes nothing. For the core processor.</summary>
    Core,

    /// <summary>Reads raw readings and writes signals of one account.</summary>
    Integrator,

    /// <summary>Everything, the management API included.</summary>
    Admin,
}
