namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>What a comparison needs on the machine.</summary>
public enum OracleNeed
{
    Node,
    Packages,
}

/// <summary>A test that compares with another parser; skipped, with the reason, where that parser is not at hand.</summary>
public sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute(OracleNeed need) => Skip = need switch
    {
        OracleNeed.Node when !NodeProcess.IsInstalled => "node is not on the PATH",
        OracleNeed.Packages when !NodeProcess.IsInstalled => "node is not on the PATH",
        OracleNeed.Packages when !OracleFolder.IsFetched => "run tests/JavaScript.Tests/Oracles/fetch-oracles.sh first: " + OracleFolder.Root + " is not complete",
        _ => null,
    };
}
