namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>A user name and its token.</summary>
internal sealed record Login(string User, string Token)
{
    /// <summary>The raw topic of a device.</summary>
    public string Raw => $"busroot/v1/dau/{User}";

    /// <summary>The signals topic of a device.</summary>
    public string Signals => $"busroot/v1/{User}";
}
