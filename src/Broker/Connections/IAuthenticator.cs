using Busroot.Broker.Identity;

namespace Busroot.Broker.Connections;

/// <summary>Decides who a client is.</summary>
/// <remarks>Threads: called on the broker loop; must answer from memory, never wait.</remarks>
public interface IAuthenticator
{
    /// <summary>Checks a login.</summary>
    /// <param name="userName">User name as sent.</param>
    /// <param name="password">Password bytes as sent.</param>
    AuthenticationResult Authenticate(string userName, ReadOnlySpan<byte> password);

    /// <summary>Checks a login by <see cref="IClientTransport.CertifiedDeviceId"/>: is there such a device, and may it connect. Nobody may where it is not implemented.</summary>
    /// <param name="deviceId">As the proof says it.</param>
    AuthenticationResult AuthenticateCertified(string deviceId) => new(null, AuthenticationRefusal.BadUserNameOrPassword);
}
