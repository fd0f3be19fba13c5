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

    public static Program Parse(string source, bool isModule) => Parse(source, isModule, Options);

    /// <summary>Parses a conformance program in the edition the programs were written for: what came later is an error there.</summary>
    public static Program ParseConformanceThen(string folder, string name) =>
        Parse(ReadConformance(folder, name), IsModule(name), ParserOptions.Default with { EcmaVersion = EcmaVersion.ES2018 });

    /// <summary>Parses one of the conformance programs, whose names tell modules from scripts.</summary>
    public static Program ParseConformance(string folder, string name) =>
        Parse(ReadConformance(folder, name), IsModule(name));

    private static Program Parse(string source, bool isModule, ParserOptions options)
    {
        var parser = new Parser(options);
        return isModule ? parser.ParseModule(source) : parser.ParseScript(source);
    }

    private static string ReadConformance(string folder, string name) => OracleFolder.Read($"test262-parser-tests/{folder}/{name}");

    private static bool IsModule(string name) => name.EndsWith(".module.js", StringComparison.Ordinal);
}
