namespace Busroot.Load.Servers;

/// <summary>How a server is to be started.</summary>
/// <param name="WithLogin">Clients log in with a name and a token or password; otherwise everybody is let in.</param>
/// <param name="Buffered">Acknowledged may be with the operating system and not on disk yet; the peer keeps nothing either way.</param>
internal sealed record ServerSetup(bool WithLogin = false, bool Buffered = false);
