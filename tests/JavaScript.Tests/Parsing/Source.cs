using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Parsing;

/// <summary>Short ways to parse and to ask what was found.</summary>
internal static class Source
{
    /// <summary>What Jint parses with.</summary>
    public static readonly ParserOptions Options = ParserOptions.Default with
    {
        ExperimentalESFeatures = ExperimentalESFeatures.Decorators | ExperimentalESFeatures.SourcePhaseImports | ExperimentalESFeatures.DeferImportEvaluation,
    };

    public static Script Script(string code) => new Parser(Options).ParseScript(code);

    public static Module Module(string code) => new Parser(Options).ParseModule(code);

    /// <summary>The only statement's expression.</summary>
    public static T Expression<T>(string code)
        where T : Expression => (T)((ExpressionStatement)Script(code).Body[0]).Expression;

    public static IEnumerable<Node> Descendants(Node node) => node.ChildNodes.SelectMany(child => Descendants(child).Prepend(child));

    /// <summary>The description of the error a script ends in, or "accepted".</summary>
    public static string Verdict(string code, bool module = false)
    {
        try
        {
            _ = module ? (Program)Module(code) : Script(code);
            return "accepted";
        }
        catch (ParseErrorException error)
        {
            return error.Description;
        }
    }
}
