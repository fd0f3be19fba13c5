using System.Diagnostics.CodeAnalysis;

namespace Busroot.Broker.Identity;

/// <summary>Either who somebody is or why they are refused, never both.</summary>
/// <param name="Principal">Who it is; null when refused.</param>
/// <param name="Refusal">Why not; <see cref="AuthenticationRefusal.None"/> when accepted.</param>
public readonly record struct AuthenticationResult(Principal? Principal, AuthenticationRefusal Refusal)
{
    /// <summary>True when <see cref="Principal"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Principal))]
    public bool Accepted => Principal is not null;
}

/// <summary>Why a login is refused; a closed set, so it can be counted.</summary>
public enum AuthenticationRefusal
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>No such user, or not its password: deliberately one answer, so that nobody can learn which user names exist. MQTT 0x86.</summary>
    BadUserNameOrPassword,

    /// <summary>The password is right and the device is disabled; said only to who holds its token. MQTT 0x87.</summary>
    Disabled,
}
