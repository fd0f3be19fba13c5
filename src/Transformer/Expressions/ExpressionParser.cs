using System.Collections.Immutable;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Expressions;

/// <summary>Reads the part of JavaScript that <see cref="Expression"/> covers: values of the payload, arithmetic, comparison, conditions, a few functions.</summary>
/// <remarks>Whatever else stands in an expression is left to the script engine: <see cref="TryParse"/> says no, never something else than JavaScript would mean.</remarks>
internal sealed class ExpressionParser
{
    private const int MaximumDepth = 64;

    // Members that objects, arrays, texts and numbers have of themselves: what they give is not in the payload.
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "length", "constructor", "prototype", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
        "at", "concat", "copyWithin", "entries", "every", "fill", "filter", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap", "forEach", "includes",
        "indexOf", "join", "keys", "lastIndexOf", "map", "pop", "push", "reduce", "reduceRight", "reverse", "shift", "slice", "some", "sort", "splice", "toReversed",
        "toSorted", "toSpliced", "unshift", "values", "with", "charAt", "charCodeAt", "codePointAt", "endsWith", "isWellFormed", "localeCompare", "match", "matchAll",
        "normalize", "padEnd", "padStart", "repeat", "replace", "replaceAll", "search", "split", "startsWith", "substring", "substr", "toLowerCase", "toUpperCase",
        "toLocaleLowerCase", "toLocaleUpperCase", "toWellFormed", "trim", "trimEnd", "trimStart", "trimLeft", "trimRight", "toFixed", "toExponential", "toPrecision",
        "anchor", "big", "blink", "bold", "fixed", "fontcolor", "fontsize", "italics", "link", "small", "strike", "sub", "sup",
    };

    private static readonly Dictionary<string, Func<double, double>> MathFunctions = new(StringComparer.Ordinal)
    {
        ["abs"] = Math.Abs,
        ["ceil"] = Math.Ceiling,
        ["floor"] = Math.Floor,
        ["round"] = static number => Math.CopySign(Math.Floor(number) is var floor && number - floor >= 0.5 ? floor + 1 : floor, number), // halves go up, ECMA-262 §21.3.2.28
        ["sign"] = static number => double.IsNaN(number) || number == 0 ? number : Math.Sign(number),
        ["sqrt"] = Math.Sqrt,
        ["trunc"] = Math.Truncate,
    };

    private readonly List<Token> _tokens;
    private readonly IExpressionNames _names;
    private int _next;
    private int _depth;

    private ExpressionParser(string text, IExpressionNames names)
    {
        _tokens = ExpressionTokens.Of(text);
        _names = names;
    }

    private Token Current => _tokens[_next];

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Known to be one JavaScript expression.</param>
    /// <param name="names">What its names stand for.</param>
    /// <returns>Null when it is not wholly of the part covered here.</returns>
    public static Expression? TryParse(string text, IExpressionNames names)
    {
        try
        {
            var parser = new ExpressionParser(text, names);
            var expression = parser.Conditional();
            return parser.Current.Kind == TokenKind.End ? expression : null;
        }
        catch (BeyondThisParserException)
        {
            return null;
        }
    }

    private Expression Conditional()
    {
        Deepen();
        var test = Binary(0);
        if (!Accept("?"))
        {
            _depth--;
            return test;
        }

        var then = Conditional();
        Expect(":");
        var otherwise = Conditional();
        _depth--;
        return new Conditional(test, then, otherwise);
    }

    private Expression Binary(int lowest)
    {
        var left = Unary();
        while (Current.Kind == TokenKind.Symbol && Precedence(Current.Text) is var level and > 0 && level > lowest)
        {
            var name = Take().Text;
            left = Combine(name, left, Binary(level));
        }

        return left;
    }

    // ECMA-262 §13: the higher binds tighter. "??" beside "&&" and "||" without parentheses is an error, which was found before.
    private static int Precedence(string symbol) => symbol switch
    {
        "??" or "||" => 1,
        "&&" => 2,
        "|" => 3,
        "^" => 4,
        "&" => 5,
        "===" or "!==" or "==" or "!=" => 6,
        "<" or ">" or "<=" or ">=" => 7,
        "<<" or ">>" or ">>>" => 8,
        "+" or "-" => 9,
        "*" or "/" or "%" => 10,
        _ => 0,
    };

    private static Expression Combine(string name, Expression left, Expression right) => name switch
    {
        "&&" => new ShortCircuit(ShortCircuitKind.And, left, right),
        "||" => new ShortCircuit(ShortCircuitKind.Or, left, right),
        "??" => new ShortCircuit(ShortCircuitKind.Coalesce, left, right),
        "===" or "!==" => new Equality(left, right, negated: name == "!==", nullish: false),
        "==" or "!=" when left is Constant { IsNull: true } || right is Constant { IsNull: true } =>
            new Equality(left, right, negated: name == "!=", nullish: true),
        "+" => new NumericOperator(left, right, joinsTexts: true, ordersTexts: false, static (a, b) => a + b, isTest: false),
        "-" => Arithmetic(left, right, static (a, b) => a - b),
        "*" => Arithmetic(left, right, static (a, b) => a * b),
        "/" => Arithmetic(left, right, static (a, b) => a / b),
        "%" => Arithmetic(left, right, static (a, b) => a % b),
        "&" => Arithmetic(left, right, static (a, b) => ToInt32(a) & ToInt32(b)),
        "|" => Arithmetic(left, right, static (a, b) => ToInt32(a) | ToInt32(b)),
        "^" => Arithmetic(left, right, static (a, b) => ToInt32(a) ^ ToInt32(b)),
        "<<" => Arithmetic(left, right, static (a, b) => ToInt32(a) << (ToInt32(b) & 31)),
        ">>" => Arithmetic(left, right, static (a, b) => ToInt32(a) >> (ToInt32(b) & 31)),
        ">>>" => Arithmetic(left, right, static (a, b) => (uint)ToInt32(a) >> (ToInt32(b) & 31)),
        "<" => Comparison(left, right, static (a, b) => a < b ? 1 : 0),
        ">" => Comparison(left, right, static (a, b) => a > b ? 1 : 0),
        "<=" => Comparison(left, right, static (a, b) => a <= b ? 1 : 0),
        ">=" => Comparison(left, right, static (a, b) => a >= b ? 1 : 0),
        _ => throw new BeyondThisParserException(),
    };

    private static NumericOperator Arithmetic(Expression left, Expression right, Func<double, double, double> compute) =>
        new(left, right, joinsTexts: false, ordersTexts: false, compute, isTest: false);

    private static NumericOperator Comparison(Expression left, Expression right, Func<double, double, double> compute) =>
        new(left, right, joinsTexts: false, ordersTexts: true, compute, isTest: true);

    /// <summary>ToInt32, ECMA-262 §7.1.6.</summary>
    private static int ToInt32(double number)
    {
        if (!double.IsFinite(number))
        {
            return 0;
        }

        return unchecked((int)(uint)(long)(Math.Truncate(number) % 4294967296.0));
    }

    private Expression Unary()
    {
        Deepen();
        Expression expression;
        if (Accept("!"))
        {
            expression = new Not(Unary());
        }
        else if (Accept("-"))
        {
            expression = new NumberFunction(Unary(), static number => -number);
        }
        else if (Accept("+"))
        {
            expression = new NumberFunction(Unary(), static number => number);
        }
        else if (Accept("~"))
        {
            expression = new NumberFunction(Unary(), static number => ~ToInt32(number));
        }
        else
        {
            expression = Primary();
        }

        _depth--;
        return expression;
    }

    private Expression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new Constant(token.Number);
            case TokenKind.Text:
                return new Constant(token.Text);
            case TokenKind.Name:
                return Name(token.Text);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Conditional();
                Expect(")");
                return inner;
            default:
                throw new BeyondThisParserException();
        }
    }

    private Expression Name(string name)
    {
        switch (name)
        {
            case "payload":
                return Payload();
            case "device":
                Expect(".");
                return Take().Text == "variables" && Accept(".") ? Variable(Take()) : throw new BeyondThisParserException();
            case "true" or "false":
                return new Constant(name == "true");
            case "null":
                return Constant.Null;
            case "undefined":
                return Constant.Undefined;
            case "NaN":
                return new Constant(double.NaN);
            case "Infinity":
                return new Constant(double.PositiveInfinity);
            case "Number":
                return new NumberFunction(OneArgument(), static number => number);
            case "parseFloat":
                return new ParsedText(OneArgument(), whole: false, radix: 0);
            case "parseInt":
                return ParseInt();
            case "Math":
                Expect(".");
                return MathFunction(Take().Text);
            default:
                throw new BeyondThisParserException();
        }
    }

    private Constant Variable(Token name)
    {
        if (name.Kind != TokenKind.Name || _names.Variable(name.Text) is not { } value || Current.Text is "." or "[" or "?." or "(")
        {
            throw new BeyondThisParserException();
        }

        return value.IsUnset ? Constant.Null : value.Number is { } number ? new Constant(number) : value.Flag is { } flag ? new Constant(flag) : new Constant(value.Text!);
    }

    private PayloadValue Payload()
    {
        var path = ImmutableArray<PathSegment>.Empty;
        var payload = _names.SlotOf(path);
        var links = new List<PayloadLink>();
        while (true)
        {
            var isOptional = Accept("?.");
            if (!isOptional && !Accept(".") && Current.Text != "[")
            {
                break;
            }

            path = path.Add(Accept("[") ? Bracketed() : Member());
            links.Add(new PayloadLink(_names.SlotOf(path), isOptional, IsIndex: path[^1].Name is null));
        }

        return Current is { Kind: TokenKind.Symbol, Text: "(" } ? throw new BeyondThisParserException() : new PayloadValue(payload, [.. links]);
    }

    private PathSegment Member()
    {
        var name = Take();
        return name.Kind == TokenKind.Name ? Named(name.Text) : throw new BeyondThisParserException();
    }

    private PathSegment Bracketed()
    {
        var key = Take();
        if (key is { Kind: TokenKind.Name, Text: "device" })
        {
            return FromVariable();
        }

        Expect("]");
        return key switch
        {
            { Kind: TokenKind.Text } => Named(key.Text),
            { Kind: TokenKind.Number } when key.Number is >= 0 and < int.MaxValue && key.Number == Math.Floor(key.Number) => new PathSegment(null, (int)key.Number),
            _ => throw new BeyondThisParserException(),
        };
    }

    // payload[device.variables.name]: the variable is put in when the mapping is bound, so this is a path like any other.
    private PathSegment FromVariable()
    {
        Expect(".");
        if (Take().Text != "variables" || !Accept(".") || _names.Variable(Take().Text) is not { Number: null, Flag: null } value)
        {
            throw new BeyondThisParserException();
        }

        Expect("]");
        return Named(value.Text ?? "null"); // as JavaScript has it: payload[null] is the member "null"
    }

    // A name that starts with a digit may be an index of an array; a longer one than this the decoder does not look for when it is written in escapes.
    private static PathSegment Named(string name) =>
        BuiltIn.Contains(name) || name.StartsWith("__", StringComparison.Ordinal) || char.IsAsciiDigit(name.FirstOrDefault()) || name.Length > SlotTable.LongestText
            ? throw new BeyondThisParserException()
            : new PathSegment(name, 0);

    private ParsedText ParseInt()
    {
        Expect("(");
        var operand = Conditional();
        var radix = 0;
        if (Accept(","))
        {
            radix = Take() is { Kind: TokenKind.Number, Number: 10 or 16 } number ? (int)number.Number : throw new BeyondThisParserException();
        }

        Expect(")");
        return new ParsedText(operand, whole: true, radix);
    }

    private Expression MathFunction(string name)
    {
        if (name is "max" or "min")
        {
            return new Extreme([.. Arguments()], largest: name == "max");
        }

        return MathFunctions.TryGetValue(name, out var compute) ? new NumberFunction(OneArgument(), compute) : throw new BeyondThisParserException();
    }

    private Expression OneArgument() => Arguments() is [var only] ? only : throw new BeyondThisParserException();

    private List<Expression> Arguments()
    {
        Expect("(");
        var arguments = new List<Expression>();
        if (Accept(")"))
        {
            return arguments;
        }

        do
        {
            arguments.Add(Conditional());
        }
        while (Accept(","));
        Expect(")");
        return arguments;
    }

    private Token Take() => Current.Kind == TokenKind.End ? throw new BeyondThisParserException() : _tokens[_next++];

    private bool Accept(string symbol)
    {
        if (Current.Kind != TokenKind.Symbol || Current.Text != symbol)
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Accept(symbol))
        {
            throw new BeyondThisParserException();
        }
    }

    private void Deepen()
    {
        if (++_depth > MaximumDepth)
        {
            throw new BeyondThisParserException();
        }
    }

    /// <summary>Ends the attempt; the expression is the script engine's.</summary>
    private sealed class BeyondThisParserException : Exception;
}
