using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>Parses programs of the oracles as their names or lists say.</summary>
internal static class Programs
{
    // The other parsers read every edition's syntax, and so should ours when asked.
    private static readonly ParserOptions Options = new()
    {
        EcmaVersion = EcmaVersion.Latest,
        ExperimentalESFeatures = ExperimentalESFeatures.ImportAttributes | ExperimentalESFeatures.RegExpDuplicateNamedCapturingGroups
            | ExperimentalESFeatures.RegExpModifiers,
    };

    public static Program Parse(string source, bool isModule)
    {
        var parser = new Parser(Options);
        return isModule ? parser.ParseModule(source) : parser.ParseScript(source);
    }

    /// <summary>Parses one of the conformance programs, whose names tell modules from scripts.</summary>
    public static Program ParseConformance(string folder, string name) =>
        Parse(OracleFolder.Read($"test262-parser-tests/{folder}/{name}"), name.EndsWith(".module.js", StringComparison.Ordinal));
}
