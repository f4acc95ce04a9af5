import edu.stanford.nlp.ie.crf.CRFClassifier;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.util.Triple;
import java.io.DataInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Reads texts (a length in bytes, then UTF-8), writes a line for each: begin, end in code points and kind of each find. */
public class Stanford {
  public static void main(String[] arguments) throws Exception {
    CRFClassifier<CoreLabel> classifier = CRFClassifier.getClassifier(arguments[0]);
    DataInputStream in = new DataInputStream(System.in);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int count = in.readInt(); count > 0; count--) {
      String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      StringBuilder line = new StringBuilder();
      for (Triple<String, Integer, Integer> find : classifier.classifyToCharacterOffsets(text)) {
        int begin = text.codePointCount(0, find.second());
        int end = text.codePointCount(0, find.third());
        line.append(begin).append(' ').append(end).append(' ').append(find.first()).append(' ');
      }
      out.println(line);
    }
  }
}
